import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { restore as restoreBackup } from '../backup/restore.ts'
import { DISPOSED_LIST, disposedListOf, mergeDisposed } from '../disposed-list.ts'
import { tlsFolder } from '../tls-file.ts'
import { keyOf } from './key-of.ts'
import type { Operation } from './operation.ts'

/** What became of the authority by which windows know this centre, and of the server's certificate. */
const CERTIFICATES = {
  put: (folder: string) =>
    `Certificates and keys are in ${folder}. The authority's key opens with the CHUANGTAI_SECRET of then.`,
  there: (folder: string) => `Certificates in ${folder} were there already and stay as they are.`,
  none: (folder: string) =>
    `No certificates are in the backup or in ${folder}: lay the kept copy of that folder there before the server starts. Windows take no other authority than the one they know, and would have to be enrolled anew.`,
}

/** Puts a backup into an empty place. */
export const restore: Operation = {
  usage: `restore --from FOLDER [--key-file FILE]
      puts a backup into the configured database and files, which must be empty or not there; either database takes
      a backup of the other. What was disposed of since is erased again at the next start, by the list
      disposed.ndjson beside the backup and beside the data`,
  async run(args, config) {
    const options = { from: { type: 'string' }, 'key-file': { type: 'string' } } as const
    const { values } = parseArgs({ args: [...args], options })
    const { from } = z.object({ from: z.string().min(1) }).parse(values)
    const tls = tlsFolder(config)
    const key = await keyOf(values['key-file'], config)
    const { certificates, tables, files, madeAt } = await restoreBackup(from, { ...config, tls }, key)
    const own = disposedListOf(config)
    const disposals = await mergeDisposed(join(dirname(from), DISPOSED_LIST), own)
    const said = disposals
      ? `${own} tells of ${disposals} disposals: what of them came back is erased again when the server starts.`
      : `No disposals are told of beside the backup or in ${own}. If anything was disposed of since ${madeAt}, lay ${DISPOSED_LIST} there before the server starts, or it has come back.`
    return {
      text: `restored as of ${madeAt}: ${tables.cases ?? 0} cases, ${tables.events ?? 0} events, ${files.count} files. Now run: verify\n${said}\n${CERTIFICATES[certificates](tls)}`,
    }
  },
}

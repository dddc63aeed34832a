import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { writeBackup } from '../backup/write.ts'
import type { Config } from '../config.ts'
import { DISPOSED_LIST, disposedListOf, mergeDisposed } from '../disposed-list.ts'
import { tlsFolder } from '../tls-file.ts'
import { keyOf } from './key-of.ts'
import type { Operation } from './operation.ts'

/** Copies database and files into a new folder while the server runs. */
export const backup: Operation = {
  usage: `backup --to FOLDER [--key-file FILE]
      copies database, files, certificates and keys into a new folder while the server runs; encrypted when
      CHUANGTAI_SECRET or a key file is given: keep that in another place than the backup, nobody can open it without`,
  async run(args, config) {
    const options = { to: { type: 'string' }, 'key-file': { type: 'string' } } as const
    const { values } = parseArgs({ args: [...args], options })
    const { to } = z.object({ to: z.string().min(1) }).parse(values)
    const key = await keyOf(values['key-file'], config)
    const from = { ...config, tls: tlsFolder(config) }
    const { tables, files, madeAt, last, tls } = await writeBackup(from, to, key, () => new Date().toISOString())
    await mergeDisposed(disposedListOf(config), join(dirname(to), DISPOSED_LIST))
    const rows = Object.values(tables).reduce((sum, n) => sum + n, 0)
    const text = `${to}: as of ${madeAt}, number ${last}: ${tables.cases ?? 0} cases, ${tables.events ?? 0} events, ${rows} rows, ${files.count} files`
    return { text: [text, ...besides(config, { key, keyFile: values['key-file'], tls })].join('\n') }
  },
}

/** What has to be kept in another place, because the backup is no use without it or does not have it. */
function besides(
  config: Config,
  {
    key,
    keyFile,
    tls = [],
  }: { key: string | Buffer | undefined; keyFile: string | undefined; tls?: string[] | undefined },
): string[] {
  if (!key)
    return [
      'Not encrypted: no secret was given. Whoever gets the folder reads everything.',
      `Certificates and keys are not in it for that reason: keep a copy of ${tlsFolder(config)} apart; without the authority every window must be enrolled anew.`,
    ]
  const keep = [keyFile && `the key file ${keyFile}`, config.secret && 'CHUANGTAI_SECRET'].filter(Boolean).join(' and ')
  return [
    `Keep apart from it: ${keep}. Nobody has a copy; without it the backup does not open.`,
    tls.length ? `Certificates and keys: ${tls.join(', ')}` : `No certificates and keys lay in ${tlsFolder(config)}.`,
  ]
}

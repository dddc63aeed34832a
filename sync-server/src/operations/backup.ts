import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { writeBackup } from '../backup/write.ts'
import { DISPOSED_LIST, disposedListOf, mergeDisposed } from '../disposed-list.ts'
import { keyOf } from './key-of.ts'
import type { Operation } from './operation.ts'

/** Copies database and files into a new folder while the server runs. */
export const backup: Operation = {
  usage: `backup --to FOLDER [--key-file FILE]
      copies database and files into a new folder while the server runs; encrypted when CHUANGTAI_SECRET or a key
      file is given: keep that in another place than the backup`,
  async run(args, config) {
    const options = { to: { type: 'string' }, 'key-file': { type: 'string' } } as const
    const { values } = parseArgs({ args: [...args], options })
    const { to } = z.object({ to: z.string().min(1) }).parse(values)
    const key = await keyOf(values['key-file'], config)
    const { tables, files, madeAt, last } = await writeBackup(config, to, key, () => new Date().toISOString())
    await mergeDisposed(disposedListOf(config), join(dirname(to), DISPOSED_LIST))
    const rows = Object.values(tables).reduce((sum, n) => sum + n, 0)
    const text = `${to}: as of ${madeAt}, number ${last}: ${tables.cases ?? 0} cases, ${tables.events ?? 0} events, ${rows} rows, ${files.count} files`
    return {
      text: key ? text : `${text}\nNot encrypted: no secret was given. Whoever gets the folder reads everything.`,
    }
  },
}

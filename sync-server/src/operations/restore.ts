import { parseArgs } from 'node:util'
import { z } from 'zod'
import { restore as restoreBackup } from '../backup/restore.ts'
import { keyOf } from './key-of.ts'
import type { Operation } from './operation.ts'

/** Puts a backup into an empty place. */
export const restore: Operation = {
  usage: `restore --from FOLDER [--key-file FILE]
      puts a backup into the configured database and files, which must be empty or not there; either database takes
      a backup of the other`,
  async run(args, config) {
    const options = { from: { type: 'string' }, 'key-file': { type: 'string' } } as const
    const { values } = parseArgs({ args: [...args], options })
    const { from } = z.object({ from: z.string().min(1) }).parse(values)
    const { tables, files, madeAt } = await restoreBackup(from, config, await keyOf(values['key-file'], config))
    return {
      text: `restored as of ${madeAt}: ${tables.cases ?? 0} cases, ${tables.events ?? 0} events, ${files.count} files. Now run: verify`,
    }
  },
}

import { parseArgs } from 'node:util'
import type { Operation } from './operation.ts'
import { withParts } from './with-parts.ts'

/** Brings the database to this program's form without starting the server; starting it does the same. */
export const migrateOperation: Operation = {
  usage: `migrate
      brings the database to this program's form, as starting the server does; a copy of a database that has been
      used is laid into its backups before (CHUANGTAI_NO_BACKUP=true or --no-backup: not)`,
  run(args, config) {
    const { values } = parseArgs({ args: [...args], options: { 'no-backup': { type: 'boolean' } } })
    const told = values['no-backup'] ? { ...config, noBackup: true } : config
    return withParts(told, async () => ({ text: 'up to date' }))
  },
}

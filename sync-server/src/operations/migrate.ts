import type { Operation } from './operation.ts'
import { withParts } from './with-parts.ts'

/** Brings the database to this program's form without starting the server; starting it does the same. */
export const migrateOperation: Operation = {
  usage: `migrate
      brings the database to this program's form, as starting the server does`,
  run: (_args, config) => withParts(config, async () => ({ text: 'up to date' })),
}

import { kinds } from '../../../shared-types/src/domains/index.ts'
import { copyBeforeSteps } from '../backup/before-steps.ts'
import type { Config } from '../config.ts'
import { openDatabase } from '../database.ts'
import { directoryReader } from '../directory.ts'
import type { FoundParts } from '../found.ts'
import { openStore } from '../store.ts'

/** Opens the configured database, also beside a running server, for as long as `work` takes. */
export async function withParts<T>(config: Config, work: (parts: FoundParts) => Promise<T>): Promise<T> {
  const now = () => new Date().toISOString()
  const database = await openDatabase(config.database, undefined, copyBeforeSteps(config, now))
  try {
    const store = openStore(database.db, kinds)
    return await work({ store, directory: directoryReader(kinds), now })
  } finally {
    await database.close()
  }
}

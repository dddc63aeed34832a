import type { Kysely } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { first } from './migrations/first.ts'
import { serverKeys } from './migrations/server-keys.ts'
import { stationKeys } from './migrations/station-keys.ts'
import type { ServerTables } from './tables.ts'

/**
 * Every step, by its name, in the order in which they run. Never changed once released: a new form of the tables is a
 * further step with a later name. A step adds; it removes nothing that the release before it needs.
 */
const STEPS: Readonly<Record<string, Migration>> = {
  '2026-01-first': first,
  '2026-11-server-keys': serverKeys,
  '2026-11-station-keys': stationKeys,
}

/** Brings the tables to the newest form. Several servers may start at once. Throws when a step fails. */
export async function migrate(db: Kysely<ServerTables>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => STEPS },
    // Steps of several people come together in any order; each stands for itself.
    allowUnorderedMigrations: true,
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

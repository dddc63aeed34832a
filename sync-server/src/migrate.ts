import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { dialectOf } from '../../shared-types/src/store/dialect.ts'
import { STEPS } from './migrations.ts'
import type { ServerTables } from './tables.ts'

/** Called with the steps that wait, before the first of them runs on a database that others had made. */
export type BeforeSteps = (waiting: readonly string[]) => Promise<void>

/**
 * Brings the tables to this program's form, forward only. Several servers may start at once: one runs the steps, the
 * others wait for it. Throws a sentence for a database of a newer program, which this one must not touch.
 */
export async function migrate(db: Kysely<ServerTables>, before: BeforeSteps = async () => {}): Promise<void> {
  await (dialectOf(db) === 'postgres' ? underLock(db, before) : withFileForItself(db, before))
}

/** Steps by name of which this program knows nothing. */
export const unknownSteps = (done: readonly string[]): string[] => done.filter(name => !Object.hasOwn(STEPS, name))

/** Makes an empty database's tables as they were after these steps. */
export const runSteps = (db: Kysely<ServerTables>, names: readonly string[]): Promise<void> =>
  run(db, db, new Set(names))

/** Any number, the same for every server: PostgreSQL's advisory locks are numbers that programs agree on. */
const LOCK = 4_610_461_046_104_610n

async function underLock(db: Kysely<ServerTables>, before: BeforeSteps): Promise<void> {
  await db.connection().execute(async holder => {
    await sql`select pg_advisory_lock(${sql.lit(LOCK)})`.execute(holder)
    try {
      const waiting = await waitingSteps(db)
      if (waiting.old && waiting.names.length) await before(waiting.names)
      if (waiting.names.length) await run(db, db)
    } finally {
      await sql`select pg_advisory_unlock(${sql.lit(LOCK)})`.execute(holder)
    }
  })
}

/** How long, in milliseconds, a second process waits for the steps of the first. */
const PATIENCE = 600_000

/** SQLite lets one write; what the steps do is one transaction that begins by being the one. */
async function withFileForItself(db: Kysely<ServerTables>, before: BeforeSteps): Promise<void> {
  const waiting = await waitingSteps(db)
  if (waiting.names.length === 0) return
  if (waiting.old) await before(waiting.names)
  const { rows } = await sql<{ timeout: number }>`pragma busy_timeout`.execute(db)
  await sql`pragma busy_timeout = ${sql.lit(PATIENCE)}`.execute(db)
  await db.connection().execute(async file => {
    await sql`begin immediate`.execute(file)
    try {
      await run(db, file)
      await sql`commit`.execute(file)
    } catch (error) {
      await sql`rollback`.execute(file)
      throw error
    }
  })
  await sql`pragma busy_timeout = ${sql.lit(rows[0]!.timeout)}`.execute(db)
}

/** The steps that this database has not gone through, and whether it went through any. Throws when it is too new. */
async function waitingSteps(db: Kysely<ServerTables>): Promise<{ names: string[]; old: boolean }> {
  const done = await stepsDone(db)
  const strange = unknownSteps(done)
  if (strange.length)
    throw new Error(`The database was brought to a newer form (${strange.join(', ')}); start the newer program with it`)
  return { names: Object.keys(STEPS).filter(name => !done.includes(name)), old: done.length > 0 }
}

/** The steps that a database went through, in their order. */
export async function stepsDone(db: Kysely<ServerTables>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(table => table.name === 'kysely_migration')) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map(row => row.name).sort()
}

/** `on` is `db`, or the connection of it that has the file for itself and is in a transaction already. */
async function run(db: Kysely<ServerTables>, on: Kysely<ServerTables>, only?: ReadonlySet<string>): Promise<void> {
  const steps = Object.entries(STEPS).filter(([name]) => !only || only.has(name))
  const migrator = new Migrator({
    db: on,
    provider: { getMigrations: async () => Object.fromEntries(steps) },
    disableTransactions: on !== db,
    // Steps of several people come together in any order; each stands for itself.
    allowUnorderedMigrations: true,
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

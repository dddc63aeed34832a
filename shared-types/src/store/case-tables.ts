import { type Kysely, sql } from 'kysely'
import { dialectOf } from './dialect.ts'

/** The tables of a case store. Times are ISO 8601 in UTC. */
export interface CaseTables {
  cases: {
    id: string
    type: string
    unit: string
    state: string
    version: number
    seq: number
    creator: string
    created_at: string
    updated_at: string
    /** What `list.newest` of the record type names, else `updated_at`. */
    newest: string
    /** The values, as the database keeps JSON. */
    data: string
    /** The rest of the case, as JSON text. */
    body: string
  }
  case_keys: { type: string; field: string; value: string; case_id: string }
}

/** Makes the tables where they are missing. Text is compared by bytes in both databases. */
export async function createCaseTables<T extends CaseTables>(given: Kysely<T>): Promise<void> {
  const db = given as unknown as Kysely<CaseTables>
  const postgres = dialectOf(db) === 'postgres'
  const text = postgres ? 'text collate "C"' : 'text'
  const json = postgres ? 'jsonb' : 'blob'
  const whole = postgres ? 'bigint' : 'integer'
  const make = (ddl: string) =>
    sql.raw(`create ${ddl}`.replaceAll('TEXT', text).replaceAll('JSON', json).replaceAll('WHOLE', whole)).execute(db)
  await make(`table if not exists cases (
    id TEXT primary key, type TEXT not null, unit TEXT not null, state TEXT not null,
    version WHOLE not null, seq WHOLE not null, creator TEXT not null,
    created_at TEXT not null, updated_at TEXT not null, newest TEXT not null, data JSON not null, body text not null)`)
  await make('index if not exists cases_newest on cases (type, newest, id)')
  await make('index if not exists cases_state on cases (type, state, newest, id)')
  await make('index if not exists cases_unit on cases (type, unit, newest, id)')
  await make(`table if not exists case_keys (
    type TEXT not null, field TEXT not null, value TEXT not null, case_id TEXT not null,
    primary key (type, field, value, case_id))${postgres ? '' : ' without rowid'}`)
  await make('index if not exists case_keys_case on case_keys (case_id)')
  if (!postgres) await seedStatistics(db)
}

/** What SQLite's planner is told about the indexes: rows, then rows for each value of the first column, the first two … */
const STATISTICS = [
  ['cases', 'sqlite_autoindex_cases_1', '100000 1'],
  ['cases', 'cases_newest', '100000 20000 5 1'],
  ['cases', 'cases_state', '100000 20000 2000 2 1'],
  ['cases', 'cases_unit', '100000 20000 2000 2 1'],
  ['case_keys', 'case_keys', '200000 50000 20000 2 1'],
  ['case_keys', 'case_keys_case', '200000 2'],
] as const

/**
 * SQLite knows nothing of a table's contents until it is analysed, and then takes the order index for a search by key
 * (measured on 100,000 cases: 17 ms instead of 0.1). Typical figures, written once into its table of statistics, give
 * the right plans from the first row on and always the same ones; they are kept when the file has its own.
 */
async function seedStatistics(db: Kysely<CaseTables>): Promise<void> {
  const analysed = await sql`select 1 from sqlite_schema where name = 'sqlite_stat1'`.execute(db)
  // The table of statistics cannot be created, only analysed into being.
  if (!analysed.rows.length) await sql`analyze cases`.execute(db)
  const known = await sql`select 1 from sqlite_stat1 where tbl = 'case_keys'`.execute(db)
  if (known.rows.length) return
  await sql`delete from sqlite_stat1 where tbl = 'cases'`.execute(db)
  for (const [table, index, figures] of STATISTICS)
    await sql`insert into sqlite_stat1 (tbl, idx, stat) values (${table}, ${index}, ${figures})`.execute(db)
  await sql`analyze sqlite_schema`.execute(db)
}

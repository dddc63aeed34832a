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
  const text = sql.raw(postgres ? 'text collate "C"' : 'text')
  const json = sql.raw(postgres ? 'jsonb' : 'blob')
  const whole = sql.raw(postgres ? 'bigint' : 'integer')
  await sql`create table if not exists cases (id ${text} primary key, type ${text} not null, unit ${text} not null, state ${text} not null, version ${whole} not null, seq ${whole} not null, creator ${text} not null, created_at ${text} not null, updated_at ${text} not null, newest ${text} not null, data ${json} not null, body text not null)`.execute(
    db,
  )
  await sql`create index if not exists cases_newest on cases (type, newest, id)`.execute(db)
  await sql`create index if not exists cases_state on cases (type, state, newest, id)`.execute(db)
  await sql`create table if not exists case_keys (type ${text} not null, field ${text} not null, value ${text} not null, case_id ${text} not null, primary key (type, field, value, case_id))${sql.raw(postgres ? '' : ' without rowid')}`.execute(
    db,
  )
  await sql`create index if not exists case_keys_case on case_keys (case_id)`.execute(db)
}

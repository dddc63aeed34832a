import Database from 'better-sqlite3-multiple-ciphers'
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { type Postgres, startPostgres } from './postgres.ts'

export const DATABASES = ['sqlite', 'postgres'] as const
export type DatabaseName = (typeof DATABASES)[number]

/**
 * SQLite alone, and in the long tests both: for suites that take long and whose SQL is plain. What differs between the
 * two (turns, scopes, numbers, conditions, steps, migrations) is tried on both each time.
 */
export const IN_TURN: readonly DatabaseName[] = process.env.CHUANGTAI_DATABASES === 'all' ? DATABASES : ['sqlite']

/** Whether these are the long tests: more seeds, days and histories of the same. */
export const LONG_RUN = IN_TURN.length > 1

/**
 * Opens new, empty databases of that make and closes them after the suite. To be called where tests are declared: the
 * PostgreSQL server is started once before them.
 */
export function databasesFor(name: DatabaseName): <T>() => Promise<Kysely<T>> {
  const opened: { destroy(): Promise<void> }[] = []
  let server: Postgres | undefined
  beforeAll(async () => {
    if (name === 'postgres') server = await startPostgres()
  })
  afterAll(async () => {
    for (const db of opened) await db.destroy()
    await server?.stop()
  })
  return async <T>() => {
    const dialect = server
      ? new PostgresDialect({ pool: poolOf(await server.database()) })
      : new SqliteDialect({ database: new Database(':memory:') })
    const db = new Kysely<T>({ dialect })
    opened.push(db)
    return db
  }
}

/** The pool answers `end` before its connections are gone; when the server then stops, they complain to nobody. */
function poolOf(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 20 })
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
  return pool
}

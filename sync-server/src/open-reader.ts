import Database from 'better-sqlite3-multiple-ciphers'
import { Kysely, SqliteDialect } from 'kysely'
import { forKysely } from '../../shared-types/src/store/sqlite-database.ts'
import { isPostgres } from './database-address.ts'
import type { Db } from './store.ts'
import type { ServerTables } from './tables.ts'

/**
 * A connection for another thread, which reads and writes nothing. Of an SQLite file it could not if it tried, and the
 * thread is spared what PostgreSQL and the making of tables take.
 */
export async function openReader(at: string): Promise<Db> {
  if (isPostgres(at)) return (await import('./database.ts')).openAsIs(at).db
  const file = new Database(at, { readonly: true, fileMustExist: true })
  return new Kysely<ServerTables>({ dialect: new SqliteDialect({ database: forKysely(file) }) })
}

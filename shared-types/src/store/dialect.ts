import { type Kysely, PostgresAdapter, type RawBuilder, SqliteAdapter, sql } from 'kysely'

/** The databases that the stores speak. */
export type Dialect = 'sqlite' | 'postgres'

/** Which database a Kysely speaks to. Throws for one that the stores do not know. */
export function dialectOf(db: Pick<Kysely<unknown>, 'getExecutor'>): Dialect {
  const { adapter } = db.getExecutor()
  if (adapter instanceof PostgresAdapter) return 'postgres'
  if (adapter instanceof SqliteAdapter) return 'sqlite'
  throw new Error('The stores speak SQLite and PostgreSQL only')
}

/**
 * Text in the order of its code points, whatever the locale of the database: SQLite compares bytes by itself,
 * PostgreSQL has to be told.
 */
export const byBytes = (dialect: Dialect, text: RawBuilder<string>): RawBuilder<string> =>
  dialect === 'postgres' ? sql<string>`(${text}) collate "C"` : text

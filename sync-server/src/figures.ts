import { sql } from 'kysely'
import type { Db, Store } from './store.ts'

/** Bytes that the database takes on its disk, without what SQLite still has in its write-ahead log. */
export async function databaseBytes({ db, dialect }: Store): Promise<number> {
  const asked =
    dialect === 'postgres'
      ? sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`
      : sql<{ bytes: number }>`select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`
  return Number((await asked.execute(db)).rows[0]!.bytes)
}

/** Sessions that are open at that time. */
export async function openSessions(db: Db, now: string): Promise<number> {
  const { count } = await db
    .selectFrom('sessions')
    .select(eb => eb.fn.countAll().as('count'))
    .where('until', '>', now)
    .where('ended_seq', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

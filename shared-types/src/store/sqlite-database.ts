import type { SqliteDatabase } from 'kysely'

/**
 * An SQLite file as Kysely takes it. When the disk is full or fails SQLite has rolled back by itself; Kysely's own
 * rollback then finds no transaction, and its error would hide why. Such a rollback does nothing here.
 */
export const forKysely = (db: SqliteDatabase & { readonly inTransaction: boolean }): SqliteDatabase => ({
  prepare: sql => db.prepare(sql === 'rollback' && !db.inTransaction ? 'select 1' : sql),
  close: () => db.close(),
})

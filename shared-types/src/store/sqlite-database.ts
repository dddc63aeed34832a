import type { SqliteDatabase, SqliteStatement } from 'kysely'

/** Statements kept ready; lists of ids of each length are texts of their own, so that there must be an end. */
const KEPT = 500

/**
 * An SQLite file as Kysely takes it.
 *
 * Kysely prepares every query anew, which costs more than most of ours: statements are kept by their text. None is ever
 * read in part, so that it may be used again at once; after a change of the schema SQLite prepares it again by itself.
 *
 * A limit that is a parameter SQLite's planner looks into, and so plans anew each time it is bound (measured with 3.53:
 * 15 µs more for a search that takes 3); into a sum it does not look.
 *
 * When the disk is full or fails SQLite has rolled back by itself; Kysely's own rollback then finds no transaction, and
 * its error would hide why. Such a rollback does nothing here.
 */
export function forKysely(db: SqliteDatabase & { readonly inTransaction: boolean }): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>()
  return {
    prepare(sql) {
      if (sql === 'rollback' && !db.inTransaction) return db.prepare('select 1')
      const known = kept.get(sql)
      if (known) return known
      const made = db.prepare(sql.replace(' limit ?', ' limit ? + 0'))
      if (kept.size >= KEPT) kept.delete(kept.keys().next().value!)
      kept.set(sql, made)
      return made
    },
    close: () => db.close(),
  }
}

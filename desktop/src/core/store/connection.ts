import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { openSqlite, type SqliteDatabase, type SqliteStatement } from './sqlite.ts'
import { guarded, StorageFault } from './storage-fault.ts'

export type Synchronous = 'FULL' | 'NORMAL'

/** One open SQLite file. `statement` prepares each text once; every call may throw StorageFault. */
export interface Connection {
  readonly file: string
  readonly db: SqliteDatabase
  /** How often the machine failed under a replication or a reader since the file was opened. */
  faults: number
  /** The prepared statement for `sql`; rows come back as the bare first column. */
  statement(sql: string): SqliteStatement
  /** Forgets all prepared statements, as a table that they name is about to go. */
  forget(): void
  /** Runs `work` in one transaction: all of it or, when it throws, nothing. */
  transaction<T>(work: () => T): T
  close(): void
}

/** How long a write waits for another process that holds the file, in ms; the event loop stands still meanwhile. */
const BUSY_TIMEOUT = 2000
/** Shapes of queries are few; a program that makes more has them prepared again rather than kept for ever. */
const MOST_STATEMENTS = 300

/**
 * Opens `file`, creating it and its folder when missing. WAL and `synchronous` are set explicitly, because
 * the library is compiled so that WAL alone means NORMAL, which loses acknowledged writes in a power cut.
 * @param key 32 bytes that the file is encrypted with; without them it is plain
 * @throws StorageFault
 */
export function openConnection(file: string, synchronous: Synchronous, key?: Uint8Array): Connection {
  const db = guarded(file, () => opened(file, synchronous, key))
  const statements = new Map<string, SqliteStatement>()
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  return {
    file,
    db,
    faults: 0,
    statement(sql) {
      let found = statements.get(sql)
      if (!found) {
        if (statements.size >= MOST_STATEMENTS) statements.clear()
        found = db.prepare<unknown[], unknown>(sql)
        if (found.reader) found.pluck()
        statements.set(sql, found)
      }
      return found
    },
    forget: () => statements.clear(),
    transaction(work) {
      begin.run()
      try {
        const result = work()
        commit.run()
        return result
      } catch (error) {
        // A full disk or an I/O error makes SQLite roll back by itself.
        if (db.inTransaction) db.exec('ROLLBACK')
        throw error
      }
    },
    close() {
      statements.clear()
      db.close()
    },
  }
}

/** A stored document; text that is no JSON is a damaged file, which SQLite itself cannot notice inside a value. */
export function storedDocument<T>(store: Connection, text: unknown): T {
  try {
    return JSON.parse(text as string)
  } catch (error) {
    throw new StorageFault('corrupt', store.file, error)
  }
}

function opened(file: string, synchronous: Synchronous, key: Uint8Array | undefined): SqliteDatabase {
  mkdirSync(dirname(file), { recursive: true })
  const db = openSqlite(file, { key, timeout: BUSY_TIMEOUT })
  try {
    const mode = db.pragma('journal_mode = WAL', { simple: true })
    if (mode !== 'wal') throw new StorageFault('io', file, new Error(`journal_mode is ${mode}, not wal`))
    db.pragma(`synchronous = ${synchronous}`)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

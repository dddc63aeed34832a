import { closeSync, fsyncSync, openSync } from 'node:fs'
import { SCHEMAS } from './store/schemas.ts'
import { openSqlite, type SqliteDatabase } from './store/sqlite.ts'
import { guarded, StorageFault } from './store/storage-fault.ts'

/** What stands in a window's database, counted without reading anybody's data. */
export interface BackupFacts {
  /** Everything that was said and is not deleted, lines of the audit among it. */
  events: number
  /** Of these, what the centre had not answered yet. */
  waiting: number
  /** The station whose window it is, and its own newest event; absent before it was enrolled. */
  station?: string
  counter: number
  /** ISO 8601 by the device's clock; empty before the first event of this station. */
  at: string
  /** Hashes of the files that the centre did not have yet. */
  uploads: string[]
}

/** The tables of the window's database, by the version of their documents. */
export const EVENTS = `"events-${SCHEMAS.events.version}"`
export const LOCAL = `"local-${SCHEMAS.local.version}"`

const TIMEOUT = 10_000

/**
 * Copies a database that may be in use to `target`, which must not exist: VACUUM INTO reads one state of it, whatever is
 * written meanwhile, and keeps its encryption. SQLite does not sync what it makes so (sqlite.org/lang_vacuum.html).
 * @throws StorageFault
 */
export function copyDatabase(file: string, target: string, key: Uint8Array): void {
  guarded(file, () => {
    const db = openSqlite(file, { key, timeout: TIMEOUT })
    try {
      db.prepare('VACUUM INTO ?').run(target)
    } finally {
      db.close()
    }
  })
  guarded(target, () => syncFile(target))
}

/**
 * Opens a backup and reads all of it: SQLite's own check of every page, and what stands in it.
 * @throws StorageFault when it does not open or anything in it is damaged
 */
export function verifyDatabase(file: string, key: Uint8Array): BackupFacts {
  return guarded(file, () => {
    const db = openSqlite(file, { key, timeout: TIMEOUT })
    try {
      const said = db.pragma('integrity_check', { simple: true })
      if (said !== 'ok') throw new StorageFault('corrupt', file, new Error(String(said)))
      return factsOf(db)
    } finally {
      db.close()
    }
  })
}

function factsOf(db: SqliteDatabase): BackupFacts {
  const value = (sql: string, ...args: unknown[]) =>
    db
      .prepare(sql)
      .pluck()
      .get(...args)
  const station = value(`SELECT data ->> '$.value.station' FROM ${LOCAL} WHERE id = 'note:enrolment' AND deleted = 0`)
  const newest = db
    .prepare(
      `SELECT data ->> '$.counter' AS counter, data ->> '$.at' AS at FROM ${EVENTS} WHERE "f:station" = ? AND deleted = 0 ORDER BY "f:counter" DESC LIMIT 1`,
    )
    .get(station ?? '') as { counter: number; at: string } | undefined
  return {
    events: Number(value(`SELECT count(*) FROM ${EVENTS} WHERE deleted = 0`)),
    waiting: Number(value(`SELECT count(*) FROM ${EVENTS} WHERE deleted = 0 AND "f:verdict" = 'waiting'`)),
    ...(typeof station === 'string' && { station }),
    counter: newest?.counter ?? 0,
    at: newest?.at ?? '',
    uploads: db
      .prepare(`SELECT id FROM ${LOCAL} WHERE deleted = 0 AND "f:kind" = 'upload'`)
      .pluck()
      .all()
      .map(id => String(id).slice('upload:'.length)),
  }
}

export function syncFile(file: string): void {
  const handle = openSync(file, 'r+')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

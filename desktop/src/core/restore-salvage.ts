import { existsSync } from 'node:fs'
import type { StoredEvent } from '../../../shared-types/src/model/case.ts'
import { EVENTS, LOCAL } from './backup-file.ts'
import { SAID } from './own-words.ts'
import type { LocalDocument } from './store/schemas.ts'
import { openSqlite, type SqliteDatabase } from './store/sqlite.ts'

/** What could be read out of a window's database, damaged or not, of that which lies nowhere else. */
export interface Salvage {
  /** Every row could be read: nothing of it is missing here. */
  whole: boolean
  /** Events that the centre had not answered, in the order in which they were said. */
  waiting: StoredEvent[]
  /** What is of the kinds that a restore carries over. */
  local: LocalDocument[]
  /** The highest counter that any readable event of this station has. */
  counter: number
}

/** Kinds of local documents that a restore carries over: what was entered here and what must not be given twice. */
const CARRIED: ReadonlySet<string> = new Set(['draft', 'upload', 'draws', SAID, 'carry', 'anchor', 'sign-in-tries'])
const TIMEOUT = 10_000
/** Rows are asked for one by one, so that a damaged page takes only its own with it; beyond this nobody looks. */
const MOST_ROWS = 5_000_000

/** Reads what is readable; never throws for what is not. A file that is not there yields nothing. */
export function salvage(file: string, key: Uint8Array): Salvage {
  const none: Salvage = { whole: false, waiting: [], local: [], counter: 0 }
  if (!existsSync(file)) return none
  try {
    const db = openSqlite(file, { key, timeout: TIMEOUT })
    try {
      return read(db)
    } finally {
      db.close()
    }
  } catch {
    return none
  }
}

function read(db: SqliteDatabase): Salvage {
  const found: Salvage = { whole: true, waiting: [], local: [], counter: 0 }
  const locals: LocalDocument[] = []
  if (!rows<LocalDocument>(db, LOCAL, doc => locals.push(doc))) found.whole = false
  found.local = locals.filter(doc => CARRIED.has(doc.kind))
  const enrolment = locals.find(doc => doc.id === 'note:enrolment')?.value as { station?: string } | undefined
  const all = rows<StoredEvent>(db, EVENTS, event => {
    if (event.verdict === 'waiting') found.waiting.push(event)
    const own = enrolment?.station === undefined || event.station === enrolment.station
    if (own && event.counter > found.counter) found.counter = event.counter
  })
  if (!all) found.whole = false
  found.waiting.sort((a, b) => a.counter - b.counter)
  return found
}

/** Hands over every document that can be read and is not deleted; answers whether all could. */
function rows<T>(db: SqliteDatabase, table: string, take: (document: T) => void): boolean {
  const row = db.prepare(`SELECT data, deleted FROM ${table} WHERE rowid = ?`)
  const { last, sure } = lastRow(db, table)
  let whole = sure
  for (let id = 1; id <= last; id++) {
    try {
      const found = row.get(id) as { data: string; deleted: number } | undefined
      if (found && !found.deleted) take(plain(JSON.parse(found.data)) as T)
    } catch {
      whole = false
    }
  }
  return whole
}

function lastRow(db: SqliteDatabase, table: string): { last: number; sure: boolean } {
  try {
    return { last: Number(db.prepare(`SELECT max(rowid) FROM ${table}`).pluck().get() ?? 0), sure: true }
  } catch {
    return { last: lastReadable(db, table), sure: false }
  }
}

/** Where the way to the end of the table is damaged: the highest row that answers, looked for in ever smaller steps. */
function lastReadable(db: SqliteDatabase, table: string): number {
  const behind = db.prepare(`SELECT rowid FROM ${table} WHERE rowid >= ? ORDER BY rowid LIMIT 1`).pluck()
  let last = 0
  for (let step = MOST_ROWS; step >= 1; step = Math.floor(step / 2)) {
    try {
      const found = behind.get(last + step)
      if (typeof found === 'number') last = found
    } catch {
      // Damaged here; a smaller step may land on a page that is not.
    }
  }
  return last
}

/** The document without what RxDB keeps beside it. */
function plain({ _deleted, _attachments, _meta, _rev, ...document }: Record<string, unknown>): unknown {
  return document
}

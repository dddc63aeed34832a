import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isSqliteError, openSqlite, type SqliteDatabase } from './store/sqlite.ts'

/** Who has a data folder open. Absent facts could not be read. */
export interface Holder {
  pid?: number
  /** ISO 8601 */
  since?: string
}

/** Another core has this data folder open, or the folder cannot be written to. */
export class FolderLockFault extends Error {
  readonly code: 'held' | 'unwritable'
  readonly holder: Holder

  constructor(code: FolderLockFault['code'], holder: Holder, options?: ErrorOptions) {
    super(code === 'held' ? `the data folder is held by process ${holder.pid ?? '?'}` : 'no lock can be made', options)
    this.name = 'FolderLockFault'
    this.code = code
    this.holder = holder
  }
}

/** Held as long as this object is kept: a lock that nobody remembers is let go by the garbage collector. */
export interface FolderLock {
  holder: Holder
  /** Lets the next core in. Twice is no fault. */
  release(): void
}

/**
 * Takes the data folder (which must exist) for this process. The lock is SQLite's own exclusive lock on `lock.sqlite`:
 * the operating system lets go of it however the process ends, on Windows and Linux alike, so that no crash leaves it
 * behind. Who holds it stands beside it in `lock.json`, because nobody else can read a locked database.
 * Nothing else may open `lock.sqlite`: closing any other handle of it in this process would drop a POSIX lock.
 * @throws {FolderLockFault}
 */
export function lockFolder(folder: string): FolderLock {
  const db = openLocked(folder)
  const holder: Holder = { pid: process.pid, since: new Date().toISOString() }
  noteHolder(folder, holder)
  return { holder, release: () => void db.close() }
}

/** The lock holds nothing, hence no key. @throws {FolderLockFault} */
function openLocked(folder: string): SqliteDatabase {
  let db: SqliteDatabase | undefined
  try {
    db = openSqlite(join(folder, 'lock.sqlite'), { timeout: 0 })
    db.exec('begin exclusive')
    return db
  } catch (error) {
    db?.close()
    if (isSqliteError(error, 'SQLITE_BUSY')) throw new FolderLockFault('held', holderOf(folder), { cause: error })
    throw new FolderLockFault('unwritable', {}, { cause: error })
  }
}

/** On a full disk the lock still holds, only its holder is not named. */
function noteHolder(folder: string, holder: Holder): void {
  try {
    writeFileSync(join(folder, 'lock.json'), JSON.stringify(holder))
  } catch {
    return
  }
}

function holderOf(folder: string): Holder {
  try {
    const { pid, since } = JSON.parse(readFileSync(join(folder, 'lock.json'), 'utf8')) as Holder
    return { ...(typeof pid === 'number' && { pid }), ...(typeof since === 'string' && { since }) }
  } catch {
    return {}
  }
}

import {
  accessSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3-multiple-ciphers'
import { StorageFault } from './storage-fault.ts'

/** An open database of the one SQLite library that this process loads. */
export type SqliteDatabase = Database.Database
export type SqliteStatement = Database.Statement<unknown[], unknown>

export interface SqliteSettings {
  /** 32 bytes: the file is encrypted with them. Without one the file is plain, as only tests and tools need it. */
  key?: Uint8Array | undefined
  /** How long a write waits for another process that holds the file, in ms; the event loop stands still meanwhile. */
  timeout: number
}

/**
 * AEGIS-256 (draft-irtf-cfrg-aegis-aead) per page with a nonce and a tag of its own, in the main file, the WAL and the
 * rollback journal: https://utelle.github.io/SQLite3MultipleCiphers/docs/ciphers/cipher_aegis/. `raw:` takes the key as
 * it is, without the derivation that a passphrase would need.
 */
const CIPHER = 'aegis'
const KEY_BYTES = 32
/**
 * Opens `file`, creating it when missing; the only place that knows the library. A plain database that is
 * opened with a key is encrypted first, all of it or nothing.
 * @throws StorageFault `key` for a file that this key does not open; SQLite's and the system's errors
 */
export function openSqlite(file: string, { key, timeout }: SqliteSettings): SqliteDatabase {
  // SQLite would open a write-protected file quietly and fail, or say only "unable to open", later.
  for (const path of [dirname(file), file]) if (existsSync(path)) accessSync(path, constants.R_OK | constants.W_OK)
  try {
    return opened(file, timeout, key)
  } catch (error) {
    if (!key || !isSqliteError(error, 'SQLITE_NOTADB')) throw error
    if (!isPlain(file, timeout)) throw new StorageFault('key', file, error)
  }
  encrypt(file, key, timeout)
  return opened(file, timeout, key)
}

/**
 * Whether a database that is there was never encrypted. Asked of SQLite, not of the file's first bytes: to close any
 * other handle of a file would drop the locks that this process has on it.
 * @throws SQLite's errors other than that it cannot be read without a key
 */
export function isPlain(file: string, timeout: number): boolean {
  try {
    opened(file, timeout).close()
    return true
  } catch (error) {
    if (isSqliteError(error, 'SQLITE_NOTADB')) return false
    throw error
  }
}

/** Whether `error` is SQLite's own, with a code that begins so. */
export function isSqliteError(error: unknown, code: string): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith(code)
}

function opened(file: string, timeout: number, key?: Uint8Array): SqliteDatabase {
  const db = new Database(file, { timeout })
  try {
    if (key) {
      db.pragma(`cipher = '${CIPHER}'`)
      db.key(rawKey(key))
    }
    // What SQLite lays into temporary files is not encrypted.
    db.pragma('temp_store = MEMORY')
    // SQLite opens lazily: only the first page shows whether the key is right.
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * A copy is encrypted and put in the file's place, so that an end in the middle leaves the plain file as it was: the
 * rollback journal of an encryption in place could not be read with either key. Nobody else has the file open.
 */
function encrypt(file: string, key: Uint8Array, timeout: number): void {
  const part = `${file}.encrypting`
  for (const left of [part, `${part}-journal`]) rmSync(left, { force: true })
  const plain = opened(file, timeout)
  // What stands in the log goes into the file; in WAL mode a key cannot be set either.
  plain.pragma('journal_mode = DELETE')
  plain.close()
  copyFileSync(file, part)
  const copy = opened(part, timeout)
  try {
    copy.pragma(`cipher = '${CIPHER}'`)
    copy.rekey(rawKey(key))
  } finally {
    copy.close()
  }
  opened(part, timeout, key).close()
  syncWhole(part, 'r+')
  renameSync(part, file)
  // A folder cannot be opened on Windows, whose NTFS journals the renaming.
  if (process.platform !== 'win32') syncWhole(dirname(file), 'r')
}

function syncWhole(path: string, flags: 'r' | 'r+'): void {
  const handle = openSync(path, flags)
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function rawKey(key: Uint8Array): Buffer {
  if (key.byteLength !== KEY_BYTES) throw new Error(`a key of ${key.byteLength} bytes`)
  return Buffer.from(`raw:${Buffer.from(key).toString('hex')}`)
}

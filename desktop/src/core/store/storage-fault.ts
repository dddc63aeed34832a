/** What can be wrong with the disk under the store, in the terms a clerk or an administrator can act on. */
export type StorageFaultCode =
  | 'full'
  | 'readonly'
  | 'corrupt'
  | 'key'
  | 'locked'
  | 'io'
  | 'missing'
  | 'moved'
  | 'closed'

/** A failure of the machine under the store, not of the program. `file` is the database; `cause` is SQLite's own error. */
export class StorageFault extends Error {
  readonly code: StorageFaultCode
  readonly file: string

  constructor(code: StorageFaultCode, file: string, cause?: unknown) {
    super(`store ${code}: ${file}${cause instanceof Error ? ` (${cause.message})` : ''}`, { cause })
    this.name = 'StorageFault'
    this.code = code
    this.file = file
  }
}

/** Result codes of SQLite (sqlite.org/rescode.html) and of the operating system, by their beginning. */
const CODES: readonly (readonly [string, StorageFaultCode])[] = [
  ['SQLITE_FULL', 'full'],
  ['SQLITE_READONLY', 'readonly'],
  ['SQLITE_PERM', 'readonly'],
  ['SQLITE_CORRUPT', 'corrupt'],
  ['SQLITE_NOTADB', 'corrupt'],
  ['SQLITE_BUSY', 'locked'],
  ['SQLITE_LOCKED', 'locked'],
  ['SQLITE_IOERR', 'io'],
  ['SQLITE_CANTOPEN', 'io'],
  ['SQLITE_PROTOCOL', 'io'],
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['EACCES', 'readonly'],
  ['EPERM', 'readonly'],
  ['EROFS', 'readonly'],
  ['EIO', 'io'],
  ['ENOTDIR', 'io'],
  ['EEXIST', 'io'],
]

/** The fault behind `error`, or undefined when it is a bug and should stay what it is. */
export function storageFault(error: unknown, file: string): StorageFault | undefined {
  if (error instanceof StorageFault) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const found = CODES.find(([start]) => code.startsWith(start))
  return found && new StorageFault(found[1], file, error)
}

/** Runs `work` on the database `file`; failures of the machine leave it as StorageFault. */
export function guarded<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw storageFault(error, file) ?? error
  }
}

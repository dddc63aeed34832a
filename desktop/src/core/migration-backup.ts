import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { makeBackup } from './backup.ts'
import { DATABASE } from './backup-list.ts'
import type { CoreOptions } from './core.ts'
import type { Secrets } from './keys/secrets.ts'
import { SCHEMAS } from './store/schemas.ts'
import { openSqlite } from './store/sqlite.ts'
import { guarded, StorageFault } from './store/storage-fault.ts'

/** Names of the window's tables end in the version of their documents. */
type Versions = Readonly<Record<string, { version: number }>>
const TIMEOUT = 2000

/**
 * Makes a backup when this program will bring the window's documents into a newer form; the window does not open without.
 * Also refuses to open a database whose traces are there while it is not: a new one in its place would hide the loss.
 * @throws StorageFault `missing`; what `makeBackup` throws
 */
export async function beforeMigration(
  { folder, version }: Pick<CoreOptions, 'folder' | 'version'>,
  secrets: Secrets,
  now: () => string,
  versions: Versions = SCHEMAS,
): Promise<void> {
  const file = join(folder, DATABASE)
  if (!existsSync(file)) {
    if (['cases.sqlite', 'backups'].some(trace => existsSync(join(folder, trace))))
      throw new StorageFault('missing', file)
    return
  }
  if (guarded(file, () => isOlder(file, secrets.database, versions)))
    await makeBackup({ folder, secrets, version, now }, 'migration')
}

/** Whether any collection lies in an older form alone. A file that does not open is told of by whoever opens it next. */
function isOlder(file: string, key: Uint8Array, versions: Versions): boolean {
  const db = openSqlite(file, { key, timeout: TIMEOUT })
  try {
    const tables = new Set(db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all())
    return Object.entries(versions).some(
      ([name, { version }]) =>
        !tables.has(`${name}-${version}`) &&
        Array.from({ length: version }, (_, older) => `${name}-${older}`).some(table => tables.has(table)),
    )
  } finally {
    db.close()
  }
}

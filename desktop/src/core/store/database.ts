import { createRxDatabase, type RxCollection, type RxDatabase } from 'rxdb'
import type { StoredEvent } from '../../../../shared-types/src/model/case.ts'
import { betterSqliteStorage } from './rx-storage.ts'
import { type LocalDocument, SCHEMAS, type SettingDocument } from './schemas.ts'
import { goOnAfter } from './write-time.ts'

export interface Collections {
  events: RxCollection<StoredEvent>
  settings: RxCollection<SettingDocument>
  local: RxCollection<LocalDocument>
}

export type WindowDatabase = RxDatabase<Collections>

/**
 * Opens everything a person entered at this window: `<folder>/window.sqlite`, encrypted with `key` (32 bytes),
 * synchronous FULL.
 * @throws StorageFault when the disk or the file is not sound.
 */
export async function openDatabase(folder: string, key: Uint8Array): Promise<WindowDatabase> {
  const db = await createRxDatabase<Collections>({
    name: 'window',
    // RxDB tells open databases apart by these two names; the folder makes two windows in one process two.
    storage: { ...betterSqliteStorage({ dir: folder, key }), name: `better-sqlite3:${folder}` },
    multiInstance: false,
    eventReduce: true,
  })
  const schemas = Object.entries(SCHEMAS).map(([name, schema]) => [name, { schema }] as const)
  await db.addCollections(Object.fromEntries(schemas))
  goOnAfter(db.events)
  return db
}

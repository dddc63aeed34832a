import { createRxDatabase, type RxCollection, type RxDatabase } from 'rxdb'
import type { StoredEvent } from '../../../../shared-types/src/model/case.ts'
import { betterSqliteStorage } from './rx-storage.ts'
import {
  type AccountDocument,
  type DraftDocument,
  type DrawDocument,
  type NoteDocument,
  SCHEMAS,
  type SettingDocument,
  type UploadDocument,
} from './schemas.ts'

export interface Collections {
  events: RxCollection<StoredEvent>
  settings: RxCollection<SettingDocument>
  drafts: RxCollection<DraftDocument>
  accounts: RxCollection<AccountDocument>
  draws: RxCollection<DrawDocument>
  notes: RxCollection<NoteDocument>
  uploads: RxCollection<UploadDocument>
}

export type WindowDatabase = RxDatabase<Collections>

/**
 * Opens everything a person entered at this window: `<folder>/window.sqlite`, synchronous FULL.
 * @throws StorageFault when the disk or the file is not sound.
 */
export async function openDatabase(folder: string): Promise<WindowDatabase> {
  const db = await createRxDatabase<Collections>({
    name: 'window',
    storage: betterSqliteStorage({ dir: folder }),
    multiInstance: false,
    eventReduce: true,
    closeDuplicates: true,
  })
  const schemas = Object.entries(SCHEMAS).map(([name, schema]) => [name, { schema }] as const)
  await db.addCollections(Object.fromEntries(schemas))
  return db
}

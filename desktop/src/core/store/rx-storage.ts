import { join } from 'node:path'
import {
  ensureRxStorageInstanceParamsAreCorrect,
  RXDB_VERSION,
  type RxStorage,
  type RxStorageInstanceCreationParams,
} from 'rxdb'
import { Subject } from 'rxjs'
import { type Connection, openConnection, type Synchronous } from './connection.ts'
import { inPlace } from './in-place.ts'
import { orderKey } from './key-order.ts'
import { type Instance, type Internals, instanceOf, type Options } from './rx-instance.ts'
import { tableOf } from './rx-table.ts'
import { guarded } from './storage-fault.ts'

export interface StorageSettings {
  /** The folder of the database files, one `<database name>.sqlite` each; made when missing. */
  readonly dir: string
  /** FULL (the default) for what a person entered; NORMAL only for what can be fetched again after a power cut. */
  readonly synchronous?: Synchronous
  /** 32 bytes that the files are encrypted with; plain without. */
  readonly key?: Uint8Array
  /** How text is stored so that SQLite orders it as JavaScript does; only a test that needs it wrong passes another. */
  readonly toKey?: (text: string) => string
}

interface OpenDatabase {
  readonly store: Connection
  readonly demandInPlace: () => void
  readonly collections: Map<string, { internals: Internals; users: number }>
}

/**
 * RxDB's storage interface (rxdb 17.6, `RxStorage`) over SQLite. One process, one connection per database, open as
 * long as one of its collections is. Failures of the machine come as StorageFault. Queries answer as RxDB's own
 * matcher and comparator do. Attachments and several instances of one database are refused: files live outside.
 */
export function betterSqliteStorage(settings: StorageSettings): RxStorage<Internals, Options> {
  const databases = new Map<string, OpenDatabase>()
  return {
    name: 'better-sqlite3',
    rxdbVersion: RXDB_VERSION,
    createStorageInstance: async params => createInstance(settings, databases, params),
  }
}

function createInstance<D>(
  settings: StorageSettings,
  databases: Map<string, OpenDatabase>,
  params: RxStorageInstanceCreationParams<D, Options>,
): Instance<D> {
  ensureRxStorageInstanceParamsAreCorrect(params)
  const { collectionName, databaseName, schema } = params
  if (schema.attachments) throw new Error(`${collectionName}: attachments are not stored in documents`)
  if (params.multiInstance) throw new Error(`${databaseName}: open the database with multiInstance: false`)
  const table = tableOf(collectionName, schema, settings.toKey ?? orderKey)
  const file = join(settings.dir, `${encodeURIComponent(databaseName)}.sqlite`)
  const database = databases.get(databaseName) ?? openDatabase(file, settings)
  const { collections, demandInPlace, store } = database
  try {
    const collection = collections.get(table.name) ?? {
      internals: { store, table, demandInPlace, changes: new Subject() },
      users: 0,
    }
    if (!collections.has(table.name)) guarded(store.file, () => store.db.exec(table.create))
    collection.users++
    collections.set(table.name, collection)
    databases.set(databaseName, database)
    return instanceOf(collection.internals, params, () => {
      if (--collection.users === 0) collections.delete(table.name)
      closeUnused()
    })
  } catch (error) {
    closeUnused()
    throw error
  }

  function closeUnused() {
    if (collections.size) return
    databases.delete(databaseName)
    store.close()
  }
}

function openDatabase(file: string, settings: StorageSettings): OpenDatabase {
  const store = openConnection(file, settings.synchronous ?? 'FULL', settings.key)
  return { store, demandInPlace: inPlace(file), collections: new Map() }
}

import {
  now,
  type RxDocumentData,
  type RxStorageDefaultCheckpoint,
  type RxStorageInstance,
  type RxStorageInstanceCreationParams,
} from 'rxdb'
import type { Subject } from 'rxjs'
import { type Connection, storedDocument } from './connection.ts'
import { count, find } from './rx-query.ts'
import { quoted, type Table } from './rx-table.ts'
import { type Changes, type Target, write } from './rx-write.ts'
import { guarded, StorageFault } from './storage-fault.ts'

/** What the instances of one collection share, and what other parts of the store may use beside RxDB. */
export interface Internals {
  readonly store: Connection
  readonly table: Table
  readonly changes: Subject<unknown>
  /** Called inside the transaction after a stored document was replaced. */
  onReplaced?: Target<unknown>['onReplaced']
  /** Throws StorageFault when the file is no longer where it was opened. */
  readonly demandInPlace: () => void
  /** Set when the table was removed under whoever still holds this. */
  dropped?: boolean
}

export type Options = Record<string, never>
export type Instance<D> = RxStorageInstance<D, Internals, Options, RxStorageDefaultCheckpoint>

const CLEANUP_AT_ONCE = 1000
/** What RxDB's replication calls the write of how far it has come. */
const CHECKPOINT = 'replication-set-checkpoint'
/** How RxDB begins the name of every write of its replication. */
const REPLICATING = 'replication-'

/** One collection as RxDB sees it. `release` is called once, when the instance is closed or removed. */
export function instanceOf<D>(
  internals: Internals,
  params: RxStorageInstanceCreationParams<D, Options>,
  release: () => void,
): Instance<D> {
  const { store, table, changes } = internals
  const { schema } = params
  let closed = false
  const faultless = store.faults
  /** Every request: refused after closing, answered as a promise, with failures of the machine as StorageFault. */
  const ask = async <T>(work: () => T, counts = true): Promise<T> => {
    if (closed) throw new StorageFault('closed', store.file)
    try {
      return guarded(store.file, work)
    } catch (error) {
      if (counts && error instanceof StorageFault) store.faults++
      throw error
    }
  }
  const bulkWrite: Instance<D>['bulkWrite'] = (rows, context) =>
    ask(
      () => {
        internals.demandInPlace()
        const written = write({ store, table, instance, onReplaced: internals.onReplaced }, rows, context)
        internals.demandInPlace()
        if (written.changes.events.length) changes.next(written.changes)
        return { error: written.error }
      },
      context.startsWith(REPLICATING) && context !== CHECKPOINT,
    )
  /**
   * How far a replication has come, and only while nothing of it failed since it began: RxDB goes on behind documents that could
   * not be stored, and a checkpoint behind them would lose them. One that is older than it need be costs asking twice. It is
   * never refused either: nobody awaits it in RxDB, whose chain of checkpoints would stay broken.
   */
  const writeCheckpoint: Instance<D>['bulkWrite'] = async (rows, context) => {
    if (store.faults !== faultless) return { error: [] }
    return bulkWrite(rows, context).catch(error => {
      if (error instanceof StorageFault) return { error: [] }
      throw error
    })
  }
  const close = async () => {
    if (closed) return
    closed = true
    release()
  }
  const instance: Instance<D> = {
    databaseName: params.databaseName,
    collectionName: params.collectionName,
    schema,
    options: params.options,
    internals,
    bulkWrite: (rows, context) => (context === CHECKPOINT ? writeCheckpoint : bulkWrite)(rows, context),
    findDocumentsById: (ids, withDeleted) => ask(() => documentsById<D>(store, table, ids, withDeleted)),
    query: prepared => ask(() => ({ documents: find(store, table, schema, prepared) })),
    count: prepared => ask(() => count(store, table, schema, prepared)),
    cleanup: minimumDeletedTime => ask(() => cleanup(store, table, now() - minimumDeletedTime)),
    getAttachmentData: () => Promise.reject(new Error('attachments live outside the document store')),
    changeStream: () => (changes as Subject<Changes<D>>).asObservable(),
    remove: () => ask(() => drop(internals)).then(close),
    close,
  }
  return instance
}

function documentsById<D>(store: Connection, table: Table, ids: string[], withDeleted: boolean): RxDocumentData<D>[] {
  const read = store.statement(table.read)
  const found: RxDocumentData<D>[] = []
  for (const id of ids) {
    const data = read.get(table.key(id))
    if (data === undefined) continue
    const document = storedDocument<RxDocumentData<D>>(store, data)
    if (withDeleted || !document._deleted) found.push(document)
  }
  return found
}

/** Purges tombstones last written at or before `latest` (ms), some at a time; true when none is left. */
function cleanup(store: Connection, table: Table, latest: number): boolean {
  const name = quoted(table.name)
  const some = `SELECT rowid FROM ${name} WHERE deleted = 1 AND lwt <= ? LIMIT ${CLEANUP_AT_ONCE}`
  return store.statement(`DELETE FROM ${name} WHERE rowid IN (${some})`).run(latest).changes < CLEANUP_AT_ONCE
}

function drop(internals: Internals): void {
  const { store, table } = internals
  internals.dropped = true
  store.forget()
  store.db.exec(`DROP TABLE IF EXISTS ${quoted(table.name)}`)
}

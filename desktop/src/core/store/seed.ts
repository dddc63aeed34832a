import {
  type BulkWriteRow,
  deepEqual,
  getComposedPrimaryKeyOfDocumentData,
  getHeightOfRevision,
  getRxReplicationMetaInstanceSchema,
  now,
  RX_META_LWT_MINIMUM,
  type RxCollection,
  type RxDocumentData,
  type RxStorageInstance,
  writeDocToDocState,
} from 'rxdb'
import { REPLICATION_STATE_BY_COLLECTION } from 'rxdb/plugins/replication'
import type { Internals } from './rx-instance.ts'
import { rowOf, write } from './rx-write.ts'
import { guarded } from './storage-fault.ts'

type Fields = Record<string, unknown>
type Stored = RxDocumentData<Fields>
type Instance<D> = RxStorageInstance<D, Internals, unknown>
type Rows = BulkWriteRow<Fields>[]
/** Where a seeded document comes from: RxDB's hash of the replication, and the write time to carry. */
type Origin = { readonly hash: string; readonly lwt: number }

/** Revisions of seeded documents end so; a local edit's ends with the token of its database. */
const SEEDED = '-seed'
/** RxDB puts this before the identifier that a replication was given. */
const IDENTIFIER_PREFIX = 'rxdbreplication'

/**
 * Where the push of a seeded collection starts (`push.initialCheckpoint`). Seeded documents count their write times
 * up from RxDB's smallest, below this (a day in January 1970), so that every local edit is newer whatever the clock
 * of the window says. Counting, unlike one time for all, lets the index on the time grow at its end.
 */
export const SEED_UPSTREAM = { id: '', lwt: 1_000_000_000 } as const

/**
 * Writes documents that the server already has straight into the collection, for the first sync. A batch is the JSON
 * texts of documents and one transaction, durable when the next batch is asked for. A replication with the same
 * identifier, created afterwards to start from SEED_UPSTREAM and from the server's checkpoint, takes them for what it
 * pulled itself: nothing seeded is pushed, remote changes apply to it, and no replication meta had to be written.
 * A document edited at this window is left alone; one that an interrupted seed left is brought up to date.
 * Returns how many documents were written. Throws on text that is no document of the collection, and StorageFault.
 */
export async function seed<D>(
  collection: RxCollection<D>,
  replicationIdentifier: string,
  batches: AsyncIterable<readonly string[]> | Iterable<readonly string[]>,
): Promise<number> {
  const running = REPLICATION_STATE_BY_COLLECTION.get(collection as unknown as RxCollection) ?? []
  if (running.some(state => state.replicationIdentifier === replicationIdentifier)) {
    throw new Error(`${collection.name}: seed before the replication is created`)
  }
  const instance = collection.internalStorageInstance as unknown as Instance<Fields>
  const hash = await collection.database.hashFunction(IDENTIFIER_PREFIX + replicationIdentifier)
  let documents = 0
  let seen = 0
  for await (const batch of batches) {
    documents += seedBatch(instance, { hash, lwt: RX_META_LWT_MINIMUM + seen }, batch)
    seen += batch.length
  }
  return documents
}

function seedBatch(instance: Instance<Fields>, origin: Origin, batch: readonly string[]): number {
  const { store, table, changes } = instance.internals
  const texts = new Map<object, string>()
  const rowFor = (text: string, place: number, previous?: Stored) => {
    const { hash, lwt } = origin
    const [document, stored] = seeded(table.primaryPath, { hash, lwt: lwt + place }, text, previous)
    texts.set(document, stored)
    return previous ? { document, previous } : { document }
  }
  const target = { store, table, instance, textOf: (document: object) => texts.get(document)! }
  const writeRows = (rows: Rows) => {
    const written = guarded(store.file, () => write(target, rows, 'seed'))
    if (written.changes.events.length) changes.next(written.changes)
    return written.error
  }
  const rows: Rows = batch.map((text, place) => rowFor(text, place))
  const known = writeRows(rows)
  const stale: Rows = []
  for (const { writeRow, documentInDb } of known as { writeRow: Rows[number]; documentInDb: Stored }[]) {
    if (!documentInDb._rev.endsWith(SEEDED) || sameState(documentInDb, writeRow.document as Stored)) continue
    const place = rows.indexOf(writeRow)
    stale.push(rowFor(batch[place]!, place, documentInDb))
  }
  if (stale.length) writeRows(stale)
  return rows.length - known.length + stale.length
}

/**
 * A document as the downstream of RxDB's replication (rxdb 17.6, replication-protocol/downstream.ts) leaves it, and
 * its JSON text: `_meta.o` says that this height of the revision came from the server.
 */
function seeded(primaryPath: string, { hash, lwt }: Origin, text: string, previous?: Stored): [Stored, string] {
  const fields: unknown = JSON.parse(text)
  if (typeof fields !== 'object' || fields === null || typeof (fields as Fields)[primaryPath] !== 'string') {
    throw new Error(`seed: a document without ${primaryPath}`)
  }
  const height = previous ? getHeightOfRevision(previous._rev) + 1 : 1
  const own = {
    _deleted: Boolean((fields as Fields)._deleted),
    _attachments: {},
    _meta: { lwt, o: { _rev: height, hash } },
    _rev: height + SEEDED,
  }
  const plain = !('_deleted' in fields || '_rev' in fields || '_meta' in fields || '_attachments' in fields)
  const document: Stored = Object.assign(fields as Fields, own)
  // The server's text is kept as it came, which spares writing it out again.
  return [
    document,
    plain ? `${text.slice(0, text.lastIndexOf('}'))},${JSON.stringify(own).slice(1)}` : JSON.stringify(document),
  ]
}

function sameState(a: Stored, b: Stored): boolean {
  return deepEqual(writeDocToDocState(a, false, false), writeDocToDocState(b, false, false))
}

/**
 * To be called at every start before the replication of a seeded collection is created. When a seeded document is
 * first edited here, its former state becomes the replication's "assumed master state" in the same transaction, as if
 * it had been pulled; without this the push would carry no base and every master would have to call it a conflict.
 */
export async function rememberSeeded<D>(collection: RxCollection<D>, replicationIdentifier: string): Promise<void> {
  const { database } = collection
  const instance = collection.internalStorageInstance as unknown as Instance<D>
  const identifier = IDENTIFIER_PREFIX + replicationIdentifier
  const [metaHash, hash, keyHash] = await Promise.all([
    database.hashFunction([collection.name, replicationIdentifier].join('-')),
    database.hashFunction(identifier),
    database.hashFunction([identifier, instance.databaseName, instance.collectionName].join('||')),
  ])
  const schema = getRxReplicationMetaInstanceSchema<D, unknown>(collection.schema.jsonSchema, false)
  const meta = await database.storage.createStorageInstance({
    databaseName: database.name,
    collectionName: `rx-replication-meta-${metaHash}`,
    databaseInstanceToken: database.token,
    multiInstance: database.multiInstance,
    options: {},
    schema,
    devMode: false,
  })
  collection.onClose.push(() => meta.close())
  const remembering = meta.internals as Internals
  const { store, table } = remembering
  const internals: Internals = instance.internals
  internals.onReplaced = ({ previous, document }) => {
    const before = previous as Stored
    if (remembering.dropped || !before._rev.endsWith(SEEDED) || isPulled(document as Stored, hash)) return
    const state = writeDocToDocState(before, false, false)
    const base = { itemId: String(state[collection.schema.primaryPath as string]), isCheckpoint: '0' }
    const remembered = {
      ...base,
      id: getComposedPrimaryKeyOfDocumentData(schema, base as never),
      docData: state,
      _attachments: {},
      _deleted: false,
      _meta: { lwt: now() },
      _rev: `1-rx_storage_replication_${keyHash}`,
    }
    store.statement(table.insert).run(...rowOf(table, remembered, JSON.stringify(remembered)))
  }
}

/** Whether this state of the document was written by the downstream of the replication. */
function isPulled(document: Stored, hash: string): boolean {
  const origin = document._meta.o as { hash: string; _rev: number } | undefined
  return origin?.hash === hash && origin._rev === getHeightOfRevision(document._rev)
}

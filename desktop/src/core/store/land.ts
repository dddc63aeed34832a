import type { WithDeleted } from 'rxdb'
import {
  deepEqual,
  getDefaultRevision,
  getHeightOfRevision,
  now,
  type RxCollection,
  type RxDocumentData,
  writeDocToDocState,
} from 'rxdb'

/** RxDB puts this before the identifier that a replication was given. */
const IDENTIFIER_PREFIX = 'rxdbreplication'

/**
 * Writes documents that the server has said by another way than the line, so that a replication with this identifier takes
 * them for what it pulled itself: `_meta.o` marks this height of the revision as the master's (rxdb 17.6,
 * replication-protocol/downstream.ts). Later changes by the server then apply to them, and nothing of them is pushed.
 * Durable when it answers; a document that changed meanwhile is left alone. Answers which were written.
 */
export async function land<D>(
  collection: RxCollection<D>,
  replicationIdentifier: string,
  documents: readonly WithDeleted<D>[],
): Promise<WithDeleted<D>[]> {
  const { storageInstance, database, schema } = collection
  const primary = schema.primaryPath as keyof D
  const hash = await database.hashFunction(IDENTIFIER_PREFIX + replicationIdentifier)
  const ids = documents.map(document => String(document[primary]))
  const before = new Map(
    (await storageInstance.findDocumentsById(ids, true)).map(document => [String(document[primary]), document]),
  )
  const rows = documents.flatMap(document => {
    const previous = before.get(String(document[primary]))
    if (previous && isSame(previous, document)) return []
    // What is withdrawn and was never here need not come to be.
    if (!previous && document._deleted) return []
    return [{ ...(previous && { previous }), document: marked(document, previous, hash) }]
  })
  if (!rows.length) return []
  const { error } = await storageInstance.bulkWrite(rows, 'land')
  const failed = error.find(e => e.status !== 409)
  if (failed) throw new Error(`A document could not be stored: status ${failed.status}`)
  const missed = new Set(error.map(e => e.documentId))
  return rows.map(row => row.document as WithDeleted<D>).filter(document => !missed.has(String(document[primary])))
}

function marked<D>(document: WithDeleted<D>, previous: RxDocumentData<D> | undefined, hash: string) {
  const height = previous ? getHeightOfRevision(previous._rev) + 1 : 1
  return {
    ...document,
    _attachments: {},
    _meta: { ...previous?._meta, lwt: now(), o: { _rev: height, hash } },
    _rev: getDefaultRevision(),
  } as unknown as RxDocumentData<D>
}

const isSame = <D>(previous: RxDocumentData<D>, document: WithDeleted<D>) =>
  deepEqual(writeDocToDocState(previous, false, false), document)

import {
  type BulkWriteRow,
  categorizeBulkWriteRows,
  type EventBulk,
  type RxDocumentData,
  type RxStorageChangeEvent,
  type RxStorageDefaultCheckpoint,
  type RxStorageInstance,
  type RxStorageWriteError,
  type StringKeys,
} from 'rxdb'
import { type Connection, storedDocument } from './connection.ts'
import type { Bound, Table } from './rx-table.ts'

export type Changes<D> = EventBulk<RxStorageChangeEvent<RxDocumentData<D>>, RxStorageDefaultCheckpoint>
export type Written<D> = { error: RxStorageWriteError<D>[]; changes: Changes<D> }

export interface Target<D> {
  readonly store: Connection
  readonly table: Table
  readonly instance: RxStorageInstance<D, unknown, unknown>
  /** Called inside the transaction after a stored document was replaced. */
  readonly onReplaced?: (row: BulkWriteRow<unknown>) => void
  /** The JSON text of a document, for a writer that already has it. */
  readonly textOf?: (document: object) => string
}

/**
 * Writes the rows in one transaction: a row whose `previous` is not what is stored becomes a conflict, all others are
 * written, and when this throws nothing is. SQLite decides by `id` and `rev` within the writing statement, so that no
 * document has to be read and parsed first; a single row is one statement and its own transaction.
 */
export function write<D>(target: Target<D>, rows: BulkWriteRow<D>[], context: string): Written<D> {
  const { store, table, instance, onReplaced } = target
  const error: RxStorageWriteError<D>[] = []
  const accepted: BulkWriteRow<D>[] = []
  const replaced = new Map<string, RxDocumentData<D>>()
  const primaryPath = table.primaryPath as StringKeys<D>
  const writeRows = () => {
    for (const row of rows) {
      const id = row.document[primaryPath] as string
      const outcome = writeRow(target, row)
      if (typeof outcome === 'object') {
        error.push({ status: 409, isError: true, documentId: id, writeRow: row, documentInDb: outcome, context })
        continue
      }
      accepted.push(row)
      if (outcome === 'inserted') continue
      replaced.set(id, row.previous!)
      onReplaced?.(row as BulkWriteRow<unknown>)
    }
  }
  if (rows.length === 1 && !onReplaced) writeRows()
  else store.transaction(writeRows)
  const { eventBulk, newestRow } = categorizeBulkWriteRows<D>(instance, primaryPath, replaced, accepted, context)
  const newest = newestRow?.document
  if (newest) eventBulk.checkpoint = { id: newest[primaryPath], lwt: newest._meta.lwt }
  return { error, changes: eventBulk }
}

/** What happened to one row; the stored document when it conflicts. */
function writeRow<D>(
  { store, table, textOf = JSON.stringify }: Target<D>,
  { document, previous }: BulkWriteRow<D>,
): 'inserted' | 'replaced' | RxDocumentData<D> {
  const values = rowOf(table, document, textOf(document))
  const key = values[0]
  if (previous && store.statement(table.update).run(...values.slice(1), key, previous._rev).changes) return 'replaced'
  if (store.statement(table.insert).run(...values).changes) return 'inserted'
  return storedDocument(store, store.statement(table.read).get(key))
}

/** What to bind for the columns of the table, in their order: the id first. */
export function rowOf(table: Table, document: { _rev: string }, text: string): Bound[] {
  const values: Bound[] = []
  for (const column of table.columns.values()) values.push(column.read(document))
  values.push(document._rev, text)
  return values
}

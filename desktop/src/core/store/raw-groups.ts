import type { RxCollection, RxDocumentData } from 'rxdb'
import { storedDocument } from './connection.ts'
import type { Instance } from './rx-instance.ts'
import { quoted } from './rx-table.ts'
import { guarded } from './storage-fault.ts'

/**
 * All documents that are not deleted, in groups with the same value in `field`, which an index begins with. Each answer
 * holds whole groups, about `size` documents; read in one walk along the index, where a query for each group would cost
 * several times as much.
 */
export function* rawGroups<T>(
  collection: RxCollection<T>,
  field: keyof T & string,
  size: number,
): Generator<Map<string, RxDocumentData<T>[]>> {
  const { store, table } = (collection.internalStorageInstance as unknown as Instance<T>).internals
  const column = table.columns.get(field)!
  const from = `SELECT data FROM ${quoted(table.name)} WHERE deleted = 0 AND ${column.name}`
  const next = store.statement(`${from} > ? ORDER BY ${column.name} LIMIT ? + 0`)
  const whole = store.statement(`${from} = ?`)
  const read = (text: unknown) => storedDocument<RxDocumentData<T>>(store, text)
  const groupOf = (document: RxDocumentData<T>) => String(document[field as keyof RxDocumentData<T>])
  for (let after = ''; ; ) {
    const documents = guarded(store.file, () => next.all(after, size)).map(read)
    const last = documents.at(-1)
    if (!last) return
    const groups = Map.groupBy(documents, groupOf)
    const key = column.bound(groupOf(last))
    // The last one may go on behind what was read.
    if (documents.length === size) groups.set(groupOf(last), guarded(store.file, () => whole.all(key)).map(read))
    yield groups
    if (documents.length < size) return
    after = String(key)
  }
}

/** Where the changes of a collection end, as RxDB counts them: the newest write, of a deleted document too. */
export function rawEnd<T>(collection: RxCollection<T>): { id: string; lwt: number } | undefined {
  const { store, table } = (collection.internalStorageInstance as unknown as Instance<T>).internals
  const newest = store.statement(`SELECT data FROM ${quoted(table.name)} ORDER BY lwt DESC, id DESC LIMIT 1`)
  const text = guarded(store.file, () => newest.get())
  if (text === undefined) return undefined
  const document = storedDocument<RxDocumentData<T>>(store, text)
  return { id: String(document[table.primaryPath as keyof RxDocumentData<T>]), lwt: document._meta.lwt }
}

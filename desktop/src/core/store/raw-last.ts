import type { RxCollection, RxDocumentData } from 'rxdb'
import { storedDocument } from './connection.ts'
import type { Instance } from './rx-instance.ts'
import { quoted } from './rx-table.ts'
import { guarded } from './storage-fault.ts'

/**
 * The document with the highest `by` among those whose `field` has this value, deleted ones too. Both must be columns of
 * an index. A twentieth of what the same question costs as a query of RxDB, and it is asked with every act.
 */
export function rawLast<T>(
  collection: RxCollection<T>,
  field: string,
  value: string,
  by: string,
): RxDocumentData<T> | undefined {
  const { store, table } = (collection.internalStorageInstance as unknown as Instance<T>).internals
  const column = (name: string) => table.columns.get(name)!
  const [own, order, gone] = [column(field), column(by), column('_deleted')]
  const newest = store.statement(
    `SELECT data FROM ${quoted(table.name)} WHERE ${gone.name} = ? AND ${own.name} = ? ORDER BY ${order.name} DESC LIMIT 1`,
  )
  return guarded(store.file, () =>
    [0, 1]
      .flatMap(deleted => newest.get(deleted, own.bound(value)) ?? [])
      .map(text => storedDocument<RxDocumentData<T>>(store, text))
      .sort((a, b) => Number(order.read(b)) - Number(order.read(a)))
      .at(0),
  )
}

/**
 * Documents, deleted ones too, whose number in `by` is above `after`, lowest first and at most `limit`; of those with this
 * value in `field`, or of all.
 */
export function rawAfter<T>(
  collection: RxCollection<T>,
  field: string | undefined,
  value: string,
  by: string,
  after: number,
  limit: number,
): RxDocumentData<T>[] {
  const { store, table } = (collection.internalStorageInstance as unknown as Instance<T>).internals
  const order = table.columns.get(by)!
  const own = field === undefined ? undefined : table.columns.get(field)!
  // The limit is a sum: into a bare parameter SQLite's planner looks, and plans anew each time it is bound.
  const next = store.statement(
    `SELECT data FROM ${quoted(table.name)} WHERE ${order.name} > ? ${own ? `AND ${own.name} = ?` : ''} ORDER BY ${order.name} LIMIT ? + 0`,
  )
  return guarded(store.file, () =>
    next
      .all(...[after, ...(own ? [own.bound(value)] : []), limit])
      .map(text => storedDocument<RxDocumentData<T>>(store, text)),
  )
}

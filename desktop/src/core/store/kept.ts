import type { RxCollection } from 'rxdb'
import { rawGet, rawQuery } from './raw-query.ts'
import type { LocalDocument } from './schemas.ts'

/** One kind of the window's own documents, by key; durable when `put` answers. */
export interface Kept<T> {
  get(key: string): Promise<T | undefined>
  put(key: string, value: T): Promise<void>
  remove(key: string): Promise<void>
  all(): Promise<{ key: string; value: T }[]>
}

export function kept<T>(collection: RxCollection<LocalDocument>, kind: string): Kept<T> {
  const idOf = (key: string) => `${kind}:${key}`
  return {
    get: async key => (await rawGet(collection, idOf(key)))?.value as T | undefined,
    put: async (key, value) => void (await collection.upsert({ id: idOf(key), kind, value })),
    remove: async key => void (await collection.bulkRemove([idOf(key)])),
    all: async () =>
      (await rawQuery(collection, { where: { kind }, index: ['kind'] })).map(d => ({
        key: d.id.slice(kind.length + 1),
        value: d.value as T,
      })),
  }
}

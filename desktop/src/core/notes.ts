import type { RxCollection } from 'rxdb'
import { rawGet } from './store/raw-query.ts'
import type { NoteDocument } from './store/schemas.ts'

/** Single facts of this window, each durable when `put` answers. */
export interface Notes {
  get<T>(id: string): Promise<T | undefined>
  put(id: string, value: unknown): Promise<void>
}

export const notes = (collection: RxCollection<NoteDocument>): Notes => ({
  async get<T>(id: string) {
    const note = await rawGet(collection, id)
    return note && (JSON.parse(note.value) as T)
  },
  async put(id, value) {
    await collection.upsert({ id, value: JSON.stringify(value) })
  },
})

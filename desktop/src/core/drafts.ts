import type { RxCollection } from 'rxdb'
import type { Data } from '../../../shared-types/src/model/field.ts'
import { rawQuery } from './store/raw-query.ts'
import type { DraftDocument } from './store/schemas.ts'

/** What is typed and not yet acted upon: durable when `save` answers, one for each form, seen by its author alone. */
export interface Drafts {
  save(draft: { id: string; type: string; patch: Data; by: string; savedAt: string }): Promise<void>
  drop(id: string): Promise<void>
  /** Newest first. */
  of(person: string, type?: string): Promise<DraftDocument[]>
}

export const drafts = (collection: RxCollection<DraftDocument>): Drafts => ({
  save: async draft => void (await collection.upsert(draft)),
  drop: async id => void (await collection.bulkRemove([id])),
  async of(person, type) {
    const all = await rawQuery(collection, {})
    return all
      .filter(d => d.by === person && (!type || d.type === type))
      .sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1))
  },
})

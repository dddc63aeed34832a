import type { Data } from '../../../shared-types/src/model/field.ts'
import type { Kept } from './store/kept.ts'

export interface SavedDraft {
  id: string
  type: string
  patch: Data
  by: string
  savedAt: string
}

/** What is typed and not yet acted upon: durable when `save` answers, one for each form, seen by its author alone. */
export interface Drafts {
  save(draft: SavedDraft): Promise<void>
  drop(id: string): Promise<void>
  /** Newest first. */
  of(person: string, type?: string): Promise<SavedDraft[]>
}

export const drafts = (store: Kept<SavedDraft>): Drafts => ({
  save: draft => store.put(draft.id, draft),
  drop: id => store.remove(id),
  async of(person, type) {
    const all = (await store.all()).map(d => d.value)
    return all
      .filter(d => d.by === person && (!type || d.type === type))
      .sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1))
  },
})

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
  drop(person: string, id: string): Promise<void>
  /** Newest first. */
  of(person: string, type?: string): Promise<SavedDraft[]>
  /** Everybody's draft of that case goes: it was erased. */
  forget(caseId: string): Promise<void>
  /** Whether any draft names that file. */
  name(hash: string): Promise<boolean>
}

/** Two people may have begun the same form: neither writes over the other's, or learns of it. */
const keyOf = (person: string, id: string) => `${id}:${person}`

export const drafts = (store: Kept<SavedDraft>): Drafts => ({
  save: draft => store.put(keyOf(draft.by, draft.id), draft),
  drop: (person, id) => store.remove(keyOf(person, id)),
  async of(person, type) {
    const all = (await store.all()).map(d => d.value)
    return all
      .filter(d => d.by === person && (!type || d.type === type))
      .sort((a, b) => (a.savedAt < b.savedAt ? 1 : -1))
  },
  async forget(caseId) {
    for (const { key, value } of await store.all()) if (value.id === caseId) await store.remove(key)
  },
  name: async hash => (await store.all()).some(({ value }) => JSON.stringify(value.patch).includes(hash)),
})

import type { StoredEvent } from '../../../shared-types/src/model/case.ts'
import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import type { Events } from './events.ts'
import type { OwnWords } from './own-words.ts'
import type { Kept } from './store/kept.ts'

/** A case that the centre has erased, with the files that it named here: what is still to be cleared away at this window. */
export interface Erased {
  files: string[]
}

export interface DisposalNotes {
  /** To be called before documents of the centre take the place of what lies here. Durable when it answers. */
  note(documents: readonly (StoredEvent & { _deleted?: boolean })[]): Promise<void>
  /** Cases that are to be cleared away; of some the events may still lie here. */
  all(): Promise<{ caseId: string; files: string[] }[]>
  done(caseId: string): Promise<void>
  /** Hears that something was noted. */
  listen(hear: () => void): void
}

/** Notes which files a case named that is about to be erased: once its events are gone nobody can tell. */
export function disposalNotes(kept: Kept<Erased>, events: Pick<Events, 'ofCase'>, kinds: Kinds): DisposalNotes {
  const heard = { by: () => {} }
  return {
    async note(documents) {
      const cases = new Set(documents.filter(d => d._deleted && d.disposed).map(d => d.caseId))
      for (const caseId of cases) {
        const here = (await events.ofCase(caseId)).filter(e => kinds.has(e.type))
        const known = (await kept.get(caseId))?.files ?? []
        if (here.length === 0 && known.length === 0) continue
        const files = here.flatMap(event => filesOf(kinds, event))
        await kept.put(caseId, { files: [...new Set([...known, ...files])] })
      }
      if (cases.size) heard.by()
    },
    all: async () => (await kept.all()).map(({ key, value }) => ({ caseId: key, files: value.files })),
    done: caseId => kept.remove(caseId),
    listen(hear) {
      heard.by = hear
    },
  }
}

/** Own words are kept when documents of the centre come; what is erased then is noted first. */
export const noting = (own: OwnWords, notes: Pick<DisposalNotes, 'note'>): OwnWords => ({
  ...own,
  async keep(station, documents) {
    const stored = await own.keep(station, documents)
    await notes.note(stored)
    return stored
  },
})

const filesOf = (kinds: Kinds, { type, patch }: StoredEvent): string[] =>
  Object.entries(patch).flatMap(([field, value]) =>
    kinds.get(type)?.record.fields[field]?.kind === 'files' && Array.isArray(value) ? (value as string[]) : [],
  )

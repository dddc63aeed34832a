import type { StoredEvent } from '../../../shared-types/src/model/case.ts'
import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import type { AnyValue } from '../../../shared-types/src/model/field.ts'
import { baseOf } from './conflict.ts'
import type { Events } from './events.ts'
import type { Kept } from './store/kept.ts'

/** A person's values that somebody else replaced when they settled a conflict. */
export interface OverruledValue {
  event: string
  caseId: string
  /** Whose values they were. */
  person: string
  fields: { field: string; mine: AnyValue | null; now: AnyValue | null }[]
}

/** What was decided over the values of people at this window; each note stays until its person has read it. */
export interface Overruled {
  /** Takes note of events that came from the centre; the same twice is one. */
  note(documents: readonly (StoredEvent & { _deleted?: boolean })[]): Promise<void>
  of(person: string): Promise<OverruledValue[]>
  read(person: string, event: string): Promise<void>
  /** Every note about that case goes: it was erased. */
  forget(caseId: string): Promise<void>
}

/**
 * Notes follow from the events alone: a mending event names the base of the refused one, and whose values came after
 * that base was overruled where it writes the same fields.
 */
export function overruled(store: Kept<OverruledValue>, events: Events, kinds: Kinds, station: () => string): Overruled {
  const keyOf = ({ event, person }: Pick<OverruledValue, 'event' | 'person'>) => `${event}:${person}`
  return {
    async note(documents) {
      for (const d of documents) {
        if (d._deleted || d.verdict !== 'accepted' || d.mendsBase === undefined || d.station === station()) continue
        if (!kinds.has(d.type)) continue
        for (const one of overruledBy(d, await events.ofCase(d.caseId), station())) await store.put(keyOf(one), one)
      }
    },
    of: async person => (await store.all()).map(({ value }) => value).filter(v => v.person === person),
    read: (person, event) => store.remove(keyOf({ event, person })),
    async forget(caseId) {
      for (const { key, value } of await store.all()) if (value.caseId === caseId) await store.remove(key)
    },
  }
}

function overruledBy(event: StoredEvent, events: readonly StoredEvent[], station: string): OverruledValue[] {
  const base = baseOf(event)
  const met = events.filter(e => e.verdict === 'accepted' && e.seq > base && e.seq < event.seq && e.station === station)
  const found = new Map<string, OverruledValue>()
  for (const [field, now] of Object.entries(event.patch)) {
    const theirs = met.findLast(e => Object.hasOwn(e.patch, field))
    if (!theirs) continue
    const person = theirs.by.id
    const one = found.get(person) ?? { event: event.id, caseId: event.caseId, person, fields: [] }
    one.fields.push({ field, mine: theirs.patch[field] ?? null, now: now ?? null })
    found.set(person, one)
  }
  return [...found.values()]
}

import { fold, inOrder } from '../../../shared-types/src/engine/fold.ts'
import type { StoredEvent } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { AnyValue } from '../../../shared-types/src/model/field.ts'

/** Where one wrote what another wrote meanwhile. */
export interface Conflict {
  /** What other stations did to the case after the event's author had last looked, in order. */
  since: readonly StoredEvent[]
  /** The event's fields that one of these wrote too: the last that did, and what stood before all of them. */
  fields: ReadonlyMap<string, { theirs: StoredEvent; before: AnyValue | undefined }>
}

/** What a refused event met; `events` are those of its case. A mended event that is refused again goes by its first base. */
export function conflictOf(kind: Kind, event: StoredEvent, events: readonly StoredEvent[]): Conflict {
  const base = baseOf(event)
  const accepted = events.filter(e => e.verdict === 'accepted' && e.seq > 0).sort(inOrder)
  const since = accepted.filter(e => e.seq > base && e.station !== event.station)
  const seen = fold(
    kind,
    accepted.filter(e => e.seq <= base),
  )
  const fields = Object.keys(event.patch).flatMap(field => {
    const theirs = since.findLast(e => Object.hasOwn(e.patch, field))
    return theirs ? [[field, { theirs, before: seen?.data[field] ?? undefined }] as const] : []
  })
  return { since, fields: new Map(fields) }
}

/** Up to which number the author had seen the case when they first said it. */
export const baseOf = (event: StoredEvent): number => event.mendsBase ?? event.base

/** Papers kept with one statement: the files it brought, else the last that its author had put into the case before. */
export function papersOf(kind: Kind, event: StoredEvent, events: readonly StoredEvent[]): string[] {
  const filesOf = (e: StoredEvent) =>
    Object.entries(e.patch).flatMap(([field, value]) =>
      kind.record.fields[field]?.kind === 'files' && Array.isArray(value) ? (value as string[]) : [],
    )
  const before = events.filter(e => e.by.id === event.by.id && e.id !== event.id && e.counter < event.counter)
  for (const one of [event, ...before.sort((a, b) => b.counter - a.counter)]) {
    const files = filesOf(one)
    if (files.length) return files.slice(0, MOST_PAPERS)
  }
  return []
}

const MOST_PAPERS = 6

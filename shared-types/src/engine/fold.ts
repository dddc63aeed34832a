import type { Case, StoredEvent } from '../model/case.ts'
import type { Kind } from '../model/domain.ts'
import type { Data } from '../model/field.ts'

/**
 * The case that these events make, in this order: accepted ones by the server's number, then what waits by counter.
 * Refused events do not count, nor does what was only noted of the case: a reveal, a print. Undefined when nothing is left.
 */
export function fold(kind: Kind, events: readonly StoredEvent[]): Case | undefined {
  return events
    .filter(e => e.type === kind.type && e.verdict !== 'refused')
    .reduce<Case | undefined>((c, event) => apply(kind, c, event), undefined)
}

/** The case after one more event. Never refuses: what may happen is for `decide`. */
export function apply(kind: Kind, before: Case | undefined, event: StoredEvent): Case {
  const changed = Object.fromEntries(
    Object.keys(event.patch).map(field => [field, { seq: event.seq, station: event.station }]),
  )
  const did = before?.actors[event.act] ?? []
  return {
    id: event.caseId,
    type: event.type,
    unit: before?.unit ?? event.by.unit,
    state: kind.record.workflow.steps[event.act]?.to ?? before?.state ?? kind.record.workflow.start,
    version: (before?.version ?? 0) + 1,
    seq: Math.max(before?.seq ?? 0, event.seq),
    unsent: (before?.unsent ?? 0) + (event.seq === 0 ? 1 : 0),
    data: merge(before?.data, event.patch),
    creator: before?.creator ?? event.by.id,
    createdAt: before?.createdAt ?? event.at,
    updatedAt: event.at,
    changedAt: { ...before?.changedAt, ...changed },
    actors: { ...before?.actors, [event.act]: did.includes(event.by.id) ? did : [...did, event.by.id] },
  }
}

/** Order in which the events of one case are folded. */
export function inOrder(a: StoredEvent, b: StoredEvent): number {
  const place = (e: StoredEvent) => (e.seq === 0 ? Number.POSITIVE_INFINITY : e.seq)
  return place(a) === place(b) ? a.counter - b.counter : place(a) - place(b)
}

function merge(before: Data | undefined, patch: Data): Data {
  const data: Record<string, Data[string]> = { ...before, ...patch }
  for (const [field, value] of Object.entries(patch)) if (value === null || value === undefined) delete data[field]
  return data
}

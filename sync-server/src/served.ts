import type { Kinds } from '../../shared-types/src/model/domain.ts'
import type { EventDocument } from '../../shared-types/src/protocol.ts'
import { type EventRow, eventOf } from './event-log.ts'
import { memberships } from './memberships.ts'
import type { ReadScope } from './scope.ts'
import { withdrawn, withheld } from './withheld.ts'

/** A row of the log that concerns a station; `readable` when its case lies in the scope as it stands now. */
export type Candidate = EventRow & { readable: number | boolean }

/** Who is served what was written after one number, up to another. */
export interface Serving {
  kinds: Kinds
  scope: ReadScope
  station: string
  after: number
  upTo: number
}

/** The cases that moved within these rows. */
export const movedIn = (found: readonly EventRow[]): Set<string> =>
  new Set(found.filter(row => row.moves && row.folded).map(row => row.case_id))

/**
 * Cases that never changed in what access conditions read are in the scope or not, as the database says now. One that
 * moved within these rows is folded step by step: if it ever stood outside and is in now, all of it is served; if it was
 * in and is out now, all of it is withdrawn. Serving or withdrawing again what a station has or lacks does no harm.
 * `histories` has everything that counts in the moved cases, `erased` what is told of erasures.
 */
export function served(
  { kinds, scope, station, after, upTo }: Serving,
  found: readonly Candidate[],
  histories: ReadonlyMap<string, readonly EventRow[]>,
  erased: readonly EventDocument[] = [],
): EventDocument[] {
  const documents = new Map<string, EventDocument>()
  const serve = (row: EventRow) => documents.set(row.id, withheld(eventOf(row), scope, station))
  const withdraw = (row: EventRow) => documents.set(row.id, withdrawn(eventOf(row), station))
  for (const history of histories.values()) {
    const steps = memberships(kinds, history, scope)
    const recent = history.filter(row => row.seq > after && row.seq <= upTo)
    // What lies behind the checkpoint comes after it: a scope that changes in between would not know of it.
    const upToHere = history.filter(row => row.seq <= upTo)
    if (steps.at(-1)) (steps.every(Boolean) ? recent : upToHere).forEach(serve)
    else if (steps.some(Boolean)) history.forEach(withdraw)
    else recent.filter(row => row.station === station).forEach(withdraw)
  }
  for (const document of erased) documents.set(document.id, document)
  for (const row of found) {
    if (row.verdict === 'refused') documents.set(row.id, eventOf(row))
    else if (histories.has(row.case_id)) continue
    else if (Number(row.readable)) serve(row)
    else if (row.station === station) withdraw(row)
  }
  return [...documents.values()].sort((a, b) => a.seq - b.seq)
}

import { preview } from '../engine/decide.ts'
import type { Scope } from '../engine/evaluate.ts'
import { decideGroup, type Member } from '../engine/group.ts'
import type { Case, CaseEvent, Problem } from '../model/case.ts'
import type { Kind, Kinds } from '../model/domain.ts'
import type { CaseStore } from './case-store.ts'
import { related } from './related.ts'

export interface Decision {
  /** One list for each event, in order. All empty: the events may be stored. */
  problems: Problem[][]
  /** The case that each event stands on, as it was loaded. */
  before: (Case | undefined)[]
}

/**
 * Decides one event, or all events of a group, on the cases and looked-up records of a store: what the server does
 * before it stores them and the window before it queues them. `scopeOf` says who acts and when, without `related`.
 * Any content of an event is answered with problems; only a broken store throws.
 */
export async function decideWith(
  store: Pick<CaseStore, 'get' | 'byKeys'>,
  kinds: Kinds,
  events: readonly CaseEvent[],
  scopeOf: (event: CaseEvent, kind: Kind) => Scope,
): Promise<Decision> {
  const cases = await store.get(events.map(e => e.caseId))
  const before = events.map(e => cases.get(e.caseId))
  const shape = events.map((e, i) => shapeProblems(kinds, e, before[i], events.slice(0, i)))
  if (shape.some(p => p.length)) return { problems: shape, before }

  const members: Member[] = []
  for (const [i, event] of events.entries()) {
    const kind = kinds.get(event.type)!
    const scope = scopeOf(event, kind)
    const found = await related(store, kinds, kind, preview(kind, before[i], event), scope)
    members.push({ event, before: before[i], scope: { ...scope, related: found } })
  }
  return { problems: decideGroup(kinds, members), before }
}

/** What the engine takes for granted: known types, steps and fields, one event a case, text that every database keeps. */
function shapeProblems(
  kinds: Kinds,
  event: CaseEvent,
  before: Case | undefined,
  earlier: readonly CaseEvent[],
): Problem[] {
  const kind = kinds.get(event.type)
  if (!kind || (before && before.type !== event.type)) return [{ code: 'unknown', with: { type: event.type } }]
  if (event.act !== 'edit' && !Object.hasOwn(kind.record.workflow.steps, event.act))
    return [{ code: 'unknown', with: { step: event.act } }]
  if (earlier.some(e => e.caseId === event.caseId))
    return [{ code: 'group', with: { step: event.act, type: event.type } }]
  return Object.keys(event.patch).flatMap((field): Problem[] => {
    if (!Object.hasOwn(kind.record.fields, field)) return [{ code: 'unknown', field }]
    return isStorable(event.patch[field]) ? [] : [{ code: 'chars', field }]
  })
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair in JSON. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0')
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, part]) => isStorable(name) && isStorable(part))
}

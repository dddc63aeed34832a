import type { Case, CaseEvent, Problem } from '../model/case.ts'
import type { Kinds } from '../model/domain.ts'
import { CENTRE } from '../model/person.ts'
import { decide, preview } from './decide.ts'
import { effectsOf, type PlannedEffect } from './effects.ts'
import { entitlements } from './entitlement.ts'
import type { Scope } from './evaluate.ts'
import { isEmpty } from './evaluate.ts'
import { kindOf } from './kinds.ts'
import { outcomesOf } from './outcomes.ts'

/** One event of a group with the case it stands on and the scope it is decided in. */
export interface Member {
  event: CaseEvent
  before: Case | undefined
  scope: Scope
}

/**
 * Decides events that stand or fall together: an ordinary event alone, or a step with everything it carries. Each is
 * decided by itself, the first must not lack an effect, and nothing may be in the group that is no effect of another.
 * Answers one list of problems an event, in order; the group may be stored only when all are empty.
 */
export function decideGroup(kinds: Kinds, members: readonly Member[]): Problem[][] {
  const afters = members.map(({ event, before }) => preview(kindOf(kinds, event.type), before, event))
  const free = new Set(members.map((_, i) => i).slice(1))
  const problems: Problem[][] = members.map(() => [])
  const granted: (readonly string[] | undefined)[] = members.map(() => undefined)

  members.forEach(({ event, scope }, i) => {
    const kind = kindOf(kinds, event.type)
    for (const effect of effectsOf(kind, afters[i]!, event, { ...scope, entitled: entitlements(kind, scope) })) {
      const place = [...free].find(j => fulfils(effect, members[j]!.event, members[j]!.before))
      if (place === undefined) {
        problems[i]!.push({ code: 'group', with: { step: effect.act, type: effect.type, ...effect.find } })
        continue
      }
      free.delete(place)
      granted[place] = Object.keys(members[place]!.event.patch)
    }
  })
  for (const i of free)
    problems[i]!.push({ code: 'group', with: { step: members[i]!.event.act, type: members[i]!.event.type } })
  members.forEach(({ event, before, scope }, i) => {
    const own = granted[i] ? { ...scope, granted: granted[i] } : scope
    problems[i]!.push(
      ...decide(kindOf(kinds, event.type), before, event, own),
      ...hiddenProblems(kinds, event, granted[i] !== undefined),
    )
  })
  return problems
}

/** Whether an event is what the effect asks for. */
function fulfils(effect: PlannedEffect, event: CaseEvent, before: Case | undefined): boolean {
  if (event.type !== effect.type || event.act !== effect.act) return false
  if (effect.find ? !before : before !== undefined) return false
  if (
    effect.find &&
    !Object.entries(effect.find).every(
      ([field, value]) => (field === '$id' ? before!.id : before!.data[field]) === value,
    )
  )
    return false
  const sent = Object.keys(event.patch).filter(field => !isEmpty(event.patch[field]) && !effect.closed.includes(field))
  const asked = Object.keys(effect.patch).filter(field => !effect.closed.includes(field))
  return sent.length === asked.length && asked.every(field => same(effect.patch[field], event.patch[field]))
}

const same = (a: unknown, b: unknown): boolean =>
  a === b || (Array.isArray(a) && JSON.stringify(a) === JSON.stringify(b))

/**
 * A step that is only ever an effect cannot be sent by itself. Outcomes of devices are hidden, but the window sends them;
 * what the centre alone does is hidden, and never sent.
 */
function hiddenProblems(kinds: Kinds, event: CaseEvent, isEffect: boolean): Problem[] {
  const { steps } = kindOf(kinds, event.type).record.workflow
  if (isEffect || event.by.role === CENTRE || !steps[event.act]?.hidden) return []
  const outcomes = Object.values(steps).flatMap(outcomesOf)
  return outcomes.includes(event.act) ? [] : [{ code: 'forbidden', with: { step: event.act } }]
}

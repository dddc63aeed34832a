import { dayOf } from '../../shared-types/src/engine/day.ts'
import { preview } from '../../shared-types/src/engine/decide.ts'
import type { Scope } from '../../shared-types/src/engine/evaluate.ts'
import { apply } from '../../shared-types/src/engine/fold.ts'
import { kindOf } from '../../shared-types/src/engine/kinds.ts'
import { sourceValue } from '../../shared-types/src/engine/sources.ts'
import type { Case, CaseEvent } from '../../shared-types/src/model/case.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import { CENTRE, type User } from '../../shared-types/src/model/person.ts'
import { decideWith } from '../../shared-types/src/store/decide-with.ts'
import { noteFiles } from './case-files.ts'
import type { Directory } from './directory.ts'
import { append, knownEvents } from './event-log.ts'
import { movesCase } from './moves-case.ts'
import type { Turn } from './store.ts'

/** One thing that the centre does in a case by itself. What the step sets by itself is left out of the patch. */
export interface CentreAct {
  /** Of the event: said twice it is done once. */
  id: string
  caseId: string
  /** `domain.record`. */
  type: string
  /** A step whose `by` names the centre. */
  act: string
  /** The unit that the case belongs to, where the act begins it. */
  unit: string
  patch: Data
}

/**
 * Acts in the name of the centre, in the turn of the caller: each goes through the same gate as what a window sends, and
 * is stored, folded, served and audited like it. Answers which were new. What the gate refuses was built wrongly here, so
 * it throws and the whole turn is undone. A case is begun or moved by one act of a call, not by several.
 */
export async function centreActs(
  turn: Turn,
  directory: Directory,
  now: string,
  acts: readonly CentreAct[],
): Promise<{ id: string; seq: number }[]> {
  const known = await knownEvents(
    turn.db,
    acts.map(act => act.id),
  )
  const fresh = acts.filter(act => !known.has(act.id))
  const cases = await turn.cases.get(fresh.map(act => act.caseId))
  const done: { id: string; seq: number }[] = []
  for (const act of fresh)
    done.push({
      id: act.id,
      seq: await one(turn, directory, eventFrom(turn, directory, now, act, cases.get(act.caseId))),
    })
  return done
}

function eventFrom(turn: Turn, directory: Directory, now: string, act: CentreAct, before: Case | undefined): CaseEvent {
  const { unit, ...rest } = act
  const by = { id: CENTRE, post: CENTRE, role: CENTRE, unit } as const
  const event = { ...rest, base: before?.seq ?? 0, by, station: CENTRE, at: now, counter: 0, seen: now }
  const kind = kindOf(turn.kinds, act.type)
  const today = dayOf(now, directory.zone)
  const patch: Record<string, Data[string]> = { ...act.patch }
  for (const [field, source] of Object.entries(kind.record.workflow.steps[act.act]?.sets ?? {})) {
    const after = preview(kind, before, { ...event, patch })
    patch[field] = sourceValue(source, { after, event, today })
  }
  return { ...event, patch }
}

async function one(turn: Turn, directory: Directory, event: CaseEvent): Promise<number> {
  const { problems, before } = await decideWith(turn.cases, turn.kinds, [event], () => scopeOf(directory, event))
  const wrong = problems.flat()
  if (wrong.length)
    throw new Error(`the centre may not ${event.act} ${event.type}: ${wrong.map(p => p.field ?? p.code).join(', ')}`)
  const kind = kindOf(turn.kinds, event.type)
  const [stands] = before
  const accepted = { verdict: 'accepted', problems: [] } as const
  const seq = await append(turn, {
    ...{ event, ...accepted, station: CENTRE, folded: true },
    ...{ moves: movesCase(kind, stands, event), receivedAt: event.at },
  })
  await turn.cases.put([apply(kind, stands, { ...event, ...accepted, seq })])
  await noteFiles(turn.db, kind, event)
  return seq
}

/** Everything of the deployment is its own. */
function scopeOf(directory: Directory, { at, by }: CaseEvent): Scope {
  const units = directory.units.map(unit => unit.id)
  const user: User = { ...by, units, district: units }
  return { today: dayOf(at, directory.zone), user, parameters: directory.parameters }
}

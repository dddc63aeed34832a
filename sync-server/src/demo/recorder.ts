import { dayOfEvent } from '../../../shared-types/src/engine/clock.ts'
import { DEFAULT_ZONE } from '../../../shared-types/src/engine/day.ts'
import { preview } from '../../../shared-types/src/engine/decide.ts'
import { effectsOf } from '../../../shared-types/src/engine/effects.ts'
import { entitlements } from '../../../shared-types/src/engine/entitlement.ts'
import type { Scope } from '../../../shared-types/src/engine/evaluate.ts'
import { isEmpty } from '../../../shared-types/src/engine/evaluate.ts'
import { apply } from '../../../shared-types/src/engine/fold.ts'
import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import { formatNumber } from '../../../shared-types/src/engine/numbers.ts'
import { authorOf } from '../../../shared-types/src/engine/organisation.ts'
import { type Origin, sourceValue } from '../../../shared-types/src/engine/sources.ts'
import type { Case, CaseEvent } from '../../../shared-types/src/model/case.ts'
import type { Kind, Kinds } from '../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import type { User } from '../../../shared-types/src/model/person.ts'
import type { Lease, Station } from '../../../shared-types/src/protocol.ts'
import { decideWith } from '../../../shared-types/src/store/decide-with.ts'
import { related } from '../../../shared-types/src/store/related.ts'
import { seriesOf } from '../numbers.ts'
import { createMemoryCases, type MemoryCases } from './memory-cases.ts'
import type { Random } from './random.ts'

/** One wish of one person at one instant. */
export interface Wish {
  user: User
  at: string
  /** Left out for a new case. */
  caseId?: string
  type: string
  act: string
  patch?: Data
}

/** Writes a station's history the way its window would: each act decided, with what it sets and carries. */
export interface Recorder {
  cases: MemoryCases
  events: CaseEvent[]
  leases: Lease[]
  /** Throws when the engine refuses: the demo must not hold what a window could not have done. */
  act(wish: Wish): Promise<Case>
}

export interface RecorderParts {
  kinds: Kinds
  random: Random
  station: Station
  terminal: NonNullable<Origin['terminal']>
  parameters: Scope['parameters']
  /** Cases that other stations wrote before: the terminals that the bureau registered. */
  known?: Iterable<Case>
}

export function createRecorder(parts: RecorderParts): Recorder {
  const { kinds, random, station } = parts
  const cases = createMemoryCases(kinds)
  for (const c of parts.known ?? []) cases.put(c)
  const events: CaseEvent[] = []
  const leases: Lease[] = []
  const draw = drawer(parts, leases)

  const eventFor = (wish: Wish, patch: Data): CaseEvent => {
    const caseId = wish.caseId ?? random.uuid()
    const by = authorOf(wish.user)
    return {
      id: random.uuid(),
      caseId,
      type: wish.type,
      act: wish.act,
      patch,
      base: 0,
      by,
      station: station.id,
      at: wish.at,
      counter: 0,
      seen: '',
    }
  }
  const scopeOf = (wish: Wish): Scope => ({
    today: dayOfEvent({ at: wish.at, seen: '' }, DEFAULT_ZONE),
    user: wish.user,
    parameters: parts.parameters,
  })

  async function act(given: Wish): Promise<Case> {
    const wish = { ...given, at: later(given.at, events.at(-1)?.at) }
    const kind = kindOf(kinds, wish.type)
    const before = wish.caseId === undefined ? undefined : cases.one(wish.caseId)
    const lead = withSets(kind, before, eventFor(wish, wish.patch ?? {}), scopeOf(wish), parts.terminal, draw)
    const group = await withEffects(kind, before, lead, wish)
    const { problems } = await decideWith(cases, kinds, group, () => scopeOf(wish))
    if (problems.some(p => p.length))
      throw new Error(`${wish.type} ${wish.act} was refused: ${JSON.stringify(problems.flat())}`)
    for (const event of group) {
      const stored = {
        ...event,
        counter: events.length + 1,
        seq: events.length + 1,
        verdict: 'accepted' as const,
        problems: [],
      }
      cases.put(apply(kindOf(kinds, event.type), (await cases.get([event.caseId])).get(event.caseId), stored))
      events.push({ ...event, counter: stored.counter })
    }
    return cases.one(lead.caseId)
  }

  async function withEffects(kind: Kind, before: Case | undefined, lead: CaseEvent, wish: Wish): Promise<CaseEvent[]> {
    const after = preview(kind, before, lead)
    const scope = scopeOf(wish)
    const near: Scope = { ...scope, related: await related(cases, kinds, kind, after, scope) }
    const group = [lead]
    for (const effect of effectsOf(
      kind,
      after,
      lead,
      { ...near, entitled: entitlements(kind, near) },
      { terminal: parts.terminal },
    )) {
      const [found] = effect.find ? await cases.byKeys(kindOf(kinds, effect.type), effect.find) : []
      const { type, act: name, patch } = effect
      group.push(eventFor({ ...wish, type, act: name, caseId: found?.id }, patch))
    }
    if (group.length === 1) return group
    return group.map((event, placeInGroup) => ({
      ...event,
      group: { id: lead.id, size: group.length, place: placeInGroup },
    }))
  }

  return { cases, events, leases, act }
}

/** An instant after the last one: two people at one window take turns. */
const later = (at: string, last = ''): string => (at > last ? at : new Date(Date.parse(last) + 1000).toISOString())

/** The step's own values, each seeing those before it. */
function withSets(
  kind: Kind,
  before: Case | undefined,
  lead: CaseEvent,
  scope: Scope,
  terminal: Origin['terminal'],
  draw: (kind: Kind, series: string, year: number) => string,
): CaseEvent {
  const patch: Record<string, Data[string]> = { ...lead.patch }
  for (const [field, source] of Object.entries(kind.record.workflow.steps[lead.act]?.sets ?? {})) {
    if ('number' in source && !isEmpty(before?.data[field] ?? patch[field])) continue
    const after = preview(kind, before, { ...lead, patch })
    const year = Number(scope.today.slice(0, 4))
    const from: Origin = { after, event: lead, today: scope.today, terminal, draw: series => draw(kind, series, year) }
    const value = sourceValue(source, from)
    if (value !== undefined) patch[field] = value
  }
  return { ...lead, patch }
}

/** Draws numbers in order, out of blocks that it leases to the station as they are needed. */
function drawer({ kinds, random, station }: RecorderParts, leases: Lease[]) {
  const last = new Map<string, number>()
  return ({ domain }: Kind, name: string, year: number): string => {
    const full = `${domain.name}.${name}`
    const series = seriesOf(kinds, full)!
    const number = (last.get(`${full} ${year}`) ?? 0) + 1
    last.set(`${full} ${year}`, number)
    if (!leases.some(l => l.series === full && l.year === year && l.to >= number)) {
      const to = number + series.block - 1
      leases.push({ id: random.uuid(), series: full, station: station.id, unit: station.unit, year, from: number, to })
    }
    return formatNumber(series, { unit: station.unit, year, number })
  }
}

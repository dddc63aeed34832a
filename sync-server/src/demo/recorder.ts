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
import { createRandom, type Random } from './random.ts'

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
  const cases = createMemoryCases(parts.kinds)
  for (const c of parts.known ?? []) cases.put(c)
  const events: CaseEvent[] = []
  const leases: Lease[] = []
  const draw = drawer(parts, leases)

  async function act(given: Wish): Promise<Case> {
    const wish = { ...given, at: later(given.at, events.at(-1)?.at) }
    const scope = scopeOf(parts, wish)
    const kind = kindOf(parts.kinds, wish.type)
    const before = wish.caseId === undefined ? undefined : cases.one(wish.caseId)
    const lead = withSets(kind, before, eventFor(parts, wish, wish.patch ?? {}), scope, parts.terminal, draw)
    const group = await withEffects(parts, cases, before, lead, wish)
    const { problems, before: stood } = await decideWith(cases, parts.kinds, group, () => scope)
    if (problems.some(p => p.length))
      throw new Error(`${wish.type} ${wish.act} was refused: ${JSON.stringify(problems.flat())}`)
    for (const [i, event] of group.entries()) {
      const counter = events.length + 1
      const stored = { ...event, counter, seq: counter, verdict: 'accepted' as const, problems: [] }
      cases.put(apply(kindOf(parts.kinds, event.type), stood[i], stored))
      events.push({ ...event, counter })
    }
    return cases.one(lead.caseId)
  }

  return { cases, events, leases, act }
}

const scopeOf = ({ parameters }: RecorderParts, { at, user }: Wish): Scope => ({
  today: dayOfEvent({ at, seen: '' }, DEFAULT_ZONE),
  user,
  parameters,
})

function eventFor({ random, station }: RecorderParts, { caseId, user, type, act, at }: Wish, patch: Data): CaseEvent {
  const author = { by: authorOf(user), station: station.id, at, counter: 0, seen: '' }
  return { id: random.uuid(), caseId: caseId ?? random.uuid(), type, act, patch, base: 0, ...author }
}

/** The event and, after it, those that it carries: on the case that its keys find, or on a new one. */
async function withEffects(
  parts: RecorderParts,
  cases: MemoryCases,
  before: Case | undefined,
  lead: CaseEvent,
  wish: Wish,
): Promise<CaseEvent[]> {
  const { kinds, terminal } = parts
  const kind = kindOf(kinds, lead.type)
  const after = preview(kind, before, lead)
  const bare = scopeOf(parts, wish)
  const scope: Scope = { ...bare, related: await related(cases, kinds, kind, after, bare) }
  const group = [lead]
  for (const effect of effectsOf(kind, after, lead, { ...scope, entitled: entitlements(kind, scope) }, { terminal })) {
    const [found] = effect.find ? await cases.byKeys(kindOf(kinds, effect.type), effect.find) : []
    // What another domain keeps of it draws its ids elsewhere, so that it moves nothing in the history of this one.
    const isOwn = kindOf(kinds, effect.type).domain === kind.domain
    const random = isOwn ? parts.random : createRandom(seedOf(`${lead.id} ${effect.act} ${group.length}`))
    const theirs = { ...wish, type: effect.type, act: effect.act, caseId: found?.id }
    group.push(eventFor({ ...parts, random }, theirs, effect.patch))
  }
  if (group.length === 1) return group
  return group.map((event, place) => ({ ...event, group: { id: lead.id, size: group.length, place } }))
}

/** FNV-1a over the characters: a seed that two texts hardly share. */
const seedOf = (text: string): number =>
  [...text].reduce((sum, c) => Math.imul(sum ^ c.charCodeAt(0), 0x01000193) >>> 0, 0x811c9dc5)

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

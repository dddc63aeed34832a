import { randomUUID } from 'node:crypto'
import { preview } from '../../../shared-types/src/engine/decide.ts'
import { effectsOf } from '../../../shared-types/src/engine/effects.ts'
import { entitlements } from '../../../shared-types/src/engine/entitlement.ts'
import type { Scope } from '../../../shared-types/src/engine/evaluate.ts'
import { isEmpty } from '../../../shared-types/src/engine/evaluate.ts'
import { decideGroup, type Member } from '../../../shared-types/src/engine/group.ts'
import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import { authorOf } from '../../../shared-types/src/engine/organisation.ts'
import { type Origin, sourceValue } from '../../../shared-types/src/engine/sources.ts'
import type { Case, CaseEvent, Problem } from '../../../shared-types/src/model/case.ts'
import type { Kind, Kinds } from '../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import type { User } from '../../../shared-types/src/model/person.ts'
import type { Step } from '../../../shared-types/src/model/record.ts'
import type { CaseStore } from '../../../shared-types/src/store/case-store.ts'
import { related } from '../../../shared-types/src/store/related.ts'
import type { Clock } from './clock.ts'
import type { Events } from './events.ts'
import type { Numbers } from './numbers.ts'
import { StorageFault } from './store/storage-fault.ts'

/** One wish of one person: an edit or a step of one case. */
export interface Wish {
  type: string
  caseId: string
  act: string
  patch: Data
  /** The refused event that this one puts right, and up to which number its author had seen the case. */
  mends?: { id: string; base: number }
}

export interface Acted {
  /** Empty: stored and durable. */
  problems: Problem[]
  /** What was stored, the wished event first. */
  events: readonly CaseEvent[]
  after?: Case
}

export interface ActParts {
  kinds: Kinds
  cases: CaseStore
  events: Events
  numbers: Numbers
  clock: Clock
  station: () => string
  parameters: () => Readonly<Record<string, number | boolean>>
  /** `form` is the template that would be printed, its domain before it. */
  terminal: (printer: 'document' | 'card', form?: string) => Promise<{ ip: string; mac: string; device: string }>
  settled: () => Promise<void>
  /** @throws StorageFault while what was stored last cannot be folded in: nobody decides on cases that lag behind */
  sound: () => Promise<void>
  /** Whether the centre is at hand, for the few steps that nobody may make without it. */
  online: () => boolean
}

/**
 * Decides and stores what a person wants to do: the event, what it sets, and the events it carries with it, all or
 * nothing. What is answered without problems survives the loss of power.
 * @throws NumbersExhausted, StorageFault
 */
export async function act(parts: ActParts, user: User, wish: Wish): Promise<Acted> {
  const kind = kindOf(parts.kinds, wish.type)
  if (kind.record.workflow.steps[wish.act]?.online && !parts.online())
    return { problems: [{ code: 'offline', with: { step: wish.act } }], events: [] }
  await parts.sound()
  const before = (await parts.cases.get([wish.caseId])).get(wish.caseId)
  if (before && before.type !== wish.type)
    return { problems: [{ code: 'unknown', with: { type: wish.type } }], events: [] }
  const lead = await leadEvent(parts, user, kind, before, wish)
  const scope = scopeFor(parts, user)
  const first: Member = { event: lead, before, scope: await withRelated(parts, kind, before, lead, scope) }
  const trial = decideGroup(parts.kinds, [first])[0]!.filter(p => p.code !== 'group')
  const known = wouldDraw(kind, before, lead) ? trial.filter(p => p.code !== 'number') : trial
  if (known.length) return { problems: known, events: [] }

  const drawn = await draw(parts, kind, before, lead)
  const members = await withEffects(parts, user, kind, { ...first, event: drawn })
  const problems = decideGroup(parts.kinds, members).flat()
  if (problems.length) return { problems, events: [] }
  const events = members.map(m => m.event)
  await parts.events.add(events)
  return { problems: [], events, after: await standing(parts, kind, before, drawn) }
}

/** The case after what was stored. Stored is stored: when the disk fills up just then, the lists follow later. */
async function standing(
  { cases, settled }: ActParts,
  kind: Kind,
  before: Case | undefined,
  event: CaseEvent,
): Promise<Case | undefined> {
  try {
    await settled()
    return (await cases.get([event.caseId])).get(event.caseId)
  } catch (error) {
    if (error instanceof StorageFault) return preview(kind, before, event)
    throw error
  }
}

/** What a person's decision depends on at this window, without the looked-up records. */
export const scopeFor = (parts: Pick<ActParts, 'clock' | 'parameters'>, user: User): Scope => ({
  today: parts.clock.today(),
  user,
  parameters: parts.parameters(),
})

/** The scope of one case: with the records that its lookups find once the event's patch is in. */
async function withRelated(
  { cases, kinds }: Pick<ActParts, 'cases' | 'kinds'>,
  kind: Kind,
  before: Case | undefined,
  event: CaseEvent,
  scope: Scope,
): Promise<Scope> {
  return { ...scope, related: await related(cases, kinds, kind, preview(kind, before, event), scope) }
}

async function leadEvent(
  parts: ActParts,
  user: User,
  kind: Kind,
  before: Case | undefined,
  wish: Wish,
): Promise<CaseEvent> {
  const step = kind.record.workflow.steps[wish.act]
  const event: CaseEvent = {
    id: randomUUID(),
    caseId: wish.caseId,
    type: wish.type,
    act: wish.act,
    patch: changed(before, wish.patch),
    base: before?.seq ?? 0,
    by: authorOf(user),
    station: parts.station(),
    ...parts.clock.stamp(),
    ...(wish.mends && { mends: wish.mends.id, mendsBase: wish.mends.base }),
  }
  if (!step?.sets) return event
  const terminal = usesTerminal(step.sets, step.also) ? await terminalOf(parts, kind, step) : undefined
  return { ...event, patch: filled(kind, before, event, parts.clock.today(), terminal) }
}

const terminalOf = ({ terminal }: ActParts, { domain }: Kind, { prints }: Step) =>
  terminal(prints?.printer ?? 'document', prints && `${domain.name}.${prints.template}`)

/** The step's own values, each seeing those before it. Numbers are left for `draw`. */
function filled(
  kind: Kind,
  before: Case | undefined,
  event: CaseEvent,
  today: string,
  terminal: Origin['terminal'],
): Data {
  const patch: Record<string, Data[string]> = { ...event.patch }
  for (const [field, source] of Object.entries(kind.record.workflow.steps[event.act]?.sets ?? {})) {
    if ('number' in source) continue
    const after = preview(kind, before, { ...event, patch })
    const value = sourceValue(source, { after, event, today, ...(terminal && { terminal }) })
    if (value !== undefined) patch[field] = value
  }
  return patch
}

const wouldDraw = (kind: Kind, before: Case | undefined, event: CaseEvent) =>
  numberFields(kind, before, event).length > 0

/** Fields that take a number with this step and have none yet. */
function numberFields(kind: Kind, before: Case | undefined, event: CaseEvent): [field: string, series: string][] {
  return Object.entries(kind.record.workflow.steps[event.act]?.sets ?? {}).flatMap(([field, source]) =>
    'number' in source && isEmpty(before?.data[field]) && isEmpty(event.patch[field])
      ? [[field, `${kind.domain.name}.${source.number}`]]
      : [],
  )
}

async function draw(parts: ActParts, kind: Kind, before: Case | undefined, event: CaseEvent): Promise<CaseEvent> {
  const patch: Record<string, Data[string]> = { ...event.patch }
  const year = Number(parts.clock.today().slice(0, 4))
  for (const [field, series] of numberFields(kind, before, event))
    patch[field] = await parts.numbers.draw(series, year, event.id)
  return { ...event, patch }
}

/** The wished event and, after it, everything its step carries: found by key, or begun. */
async function withEffects(parts: ActParts, user: User, kind: Kind, first: Member): Promise<Member[]> {
  const { event, before, scope } = first
  const after = preview(kind, before, event)
  const step = kind.record.workflow.steps[event.act]
  const terminal = step && usesTerminal({}, step.also) ? await terminalOf(parts, kind, step) : undefined
  const members: Member[] = [first]
  for (const effect of effectsOf(
    kind,
    after,
    event,
    { ...scope, entitled: entitlements(kind, scope) },
    { ...(terminal && { terminal }) },
  )) {
    const theirs = kindOf(parts.kinds, effect.type)
    const [found] = effect.find ? await findOne(parts.cases, theirs, effect.find) : []
    const follower: CaseEvent = {
      id: randomUUID(),
      caseId: found?.id ?? randomUUID(),
      type: effect.type,
      act: effect.act,
      patch: effect.patch,
      base: found?.seq ?? 0,
      by: authorOf(user),
      station: parts.station(),
      ...parts.clock.stamp(),
    }
    members.push({
      event: follower,
      before: found,
      scope: await withRelated(parts, theirs, found, follower, scopeFor(parts, user)),
    })
  }
  if (members.length === 1) return members
  return members.map((m, place) => ({
    ...m,
    event: { ...m.event, group: { id: event.id, size: members.length, place } },
  }))
}

async function findOne(
  cases: CaseStore,
  kind: Kind,
  find: Readonly<Record<string, string | number | boolean>>,
): Promise<Case[]> {
  const { $id, ...keys } = find
  if (typeof $id === 'string') return [...(await cases.get([$id])).values()].filter(c => c.type === kind.type)
  const found = await cases.byKeys(kind, keys, 2)
  return found.length === 1 ? found : []
}

/** Only what differs from what stands: an untouched field is not written again, so it cannot collide. */
function changed(before: Case | undefined, patch: Data): Data {
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
  return Object.fromEntries(
    Object.entries(patch)
      .filter(([field, value]) => (isEmpty(value) ? !isEmpty(before?.data[field]) : !same(value, before?.data[field])))
      .map(([field, value]) => [field, isEmpty(value) ? null : value]),
  )
}

function usesTerminal(sets: object, also: readonly { set?: object }[] | undefined): boolean {
  return JSON.stringify([sets, (also ?? []).map(e => e.set)]).includes('"terminal"')
}

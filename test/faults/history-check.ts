import { expect } from 'vitest'
import { ServerUnreachable } from '../../desktop/src/core/server-fault.ts'
import { may, sees } from '../../shared-types/src/engine/access.ts'
import { fold } from '../../shared-types/src/engine/fold.ts'
import { below, userOf } from '../../shared-types/src/engine/organisation.ts'
import type { Case, StoredEvent } from '../../shared-types/src/model/case.ts'
import type { Kind } from '../../shared-types/src/model/domain.ts'
import type { User } from '../../shared-types/src/model/person.ts'
import type { EventDocument, PullAnswer } from '../../shared-types/src/protocol.ts'
import { eventOf } from '../../sync-server/src/event-log.ts'
import type { World } from './history.ts'
import { KINDS } from './simulated-domain.ts'
import type { SimulatedWindow } from './simulated-window.ts'

/** Everything is mended: the line is whole, every process runs, and everybody syncs until nothing moves any more. */
export async function heal(world: World): Promise<void> {
  while (world.line.underWay.length) await world.line.deliver()
  for (const each of world.windows) await each.start()
  for (let round = 0; ; round++) {
    if (round > 20) throw new Error('It never comes to rest')
    const before = await standing(world)
    for (const each of world.windows) await each.sync(true).catch(unlessBusy)
    if ((await standing(world)) === before) return
  }
}

/** What was sent is not answered yet, say. */
function unlessBusy(error: unknown): void {
  if (!(error instanceof ServerUnreachable)) throw error
}

async function standing({ centre, windows }: World): Promise<string> {
  const events = await centre.db
    .selectFrom('events')
    .select(eb => eb.fn.countAll().as('n'))
    .executeTakeFirst()
  return JSON.stringify([
    events,
    windows.map(w => [...w.disk.rows.values()].map(r => [r.event.id, r.deleted, r.event.seq, r.event.verdict])),
  ])
}

/** What the centre holds, and who may see what of it: worked out anew from the log, without its own tables of scopes. */
interface Truth {
  events: (StoredEvent & { folded: boolean })[]
  cases: Map<string, Case>
  readers(unit: string): User[]
  unitOf(station: string): string
}

async function truthOf(world: World): Promise<Truth> {
  const { version } = world.centre
  if (world.known?.version !== version) world.known = { version, truth: await truthNow(world) }
  return world.known.truth as Truth
}

async function truthNow({ centre }: World): Promise<Truth> {
  const rows = await centre.db.selectFrom('events').selectAll().orderBy('seq').execute()
  const events = rows.map(row => ({ ...eventOf(row), folded: row.folded === 1 }))
  const cases = new Map<string, Case>()
  for (const [id, own] of Map.groupBy(
    events.filter(e => e.folded),
    e => e.caseId,
  )) {
    const c = fold(KINDS.get(own[0]!.type)!, own)
    if (c) cases.set(id, c)
  }
  const directory = await centre.parts.directory(centre.db)
  const { units, people } = directory
  return {
    events,
    cases,
    readers(unit) {
      const here = new Set(below(units, unit))
      return [...people.values()].flatMap(p =>
        p.posts.filter(post => here.has(post.unit)).flatMap(post => userOf(p, post.id, units) ?? []),
      )
    },
    unitOf: station => directory.stations.get(station)!.unit,
  }
}

const readersOf = (truth: Truth, station: string, kind: Kind, c: Case): User[] =>
  truth
    .readers(truth.unitOf(station))
    .filter(user => may(kind, 'read', c, { today: '2026-01-01', user, parameters: {} }))

/** Who sees the type at all decides about its fields: a field is withheld when none of them sees it. */
function visible(truth: Truth, station: string, kind: Kind, event: StoredEvent): StoredEvent['patch'] {
  const readers = truth.readers(truth.unitOf(station)).filter(u => kind.record.access[u.role]?.read !== undefined)
  return Object.fromEntries(
    Object.entries(event.patch).filter(([name]) => readers.some(u => sees(kind.record.fields[name]!, u.role))),
  )
}

/** Nothing outside a scope is ever sent: looked at while it is. */
export async function checkPulled(world: World, station: string, { documents }: PullAnswer): Promise<void> {
  if (!documents.length) return
  const truth = await truthOf(world)
  for (const document of documents) checkDocument(truth, station, document)
}

function checkDocument(truth: Truth, station: string, document: EventDocument): void {
  const stored = truth.events.find(e => e.id === document.id)
  if (!stored) throw new Error('An event was sent that is not in the log')
  const said = JSON.stringify(document)
  if (document.deleted) {
    if (Object.keys(document.patch).length || document.act) throw new Error(`A withdrawal says what was in it: ${said}`)
    return
  }
  if (document.verdict === 'refused') {
    if (stored.station !== station) throw new Error(`A refused event of another station was sent: ${said}`)
    return
  }
  const kind = KINDS.get(document.type)!
  const c = truth.cases.get(document.caseId)
  if (!c || !readersOf(truth, station, kind, c).length) throw new Error(`Sent to ${station}, out of its scope: ${said}`)
  expect(document.patch, 'values that nobody there may see').toEqual(visible(truth, station, kind, stored))
}

/** After the healing: all that is promised. */
export async function checkEnd(world: World): Promise<void> {
  const truth = await truthOf(world)
  expect(world.centre.faults, 'faults of the centre').toEqual([])
  expect(world.centre.committed, 'the order of numbers is the order of commits').toEqual(truth.events.map(e => e.id))
  checkOnce(truth)
  checkNumbers(truth)
  for (const window of world.windows) {
    await checkAcknowledged(world, truth, window)
    await checkSame(truth, window)
  }
}

function checkOnce({ events }: Truth): void {
  const own = events.filter(e => e.counter > 0)
  const places = own.map(e => `${e.station} ${e.counter}`)
  const double = places.find((place, i) => places.indexOf(place) !== i)
  if (double) throw new Error(`Twice on the server: ${double}`)
}

function checkNumbers({ events }: Truth): void {
  for (const field of ['no', 'all']) {
    const used = events.filter(e => e.folded && e.patch[field]).map(e => e.patch[field])
    expect(new Set(used).size, `numbers of ${field}: ${used.join()}`).toBe(used.length)
  }
}

/** On the server once, or refused with reasons in the inbox of the window, or settled there by its author. */
async function checkAcknowledged(world: World, { events }: Truth, window: SimulatedWindow): Promise<void> {
  const there = new Map(events.map(e => [`${e.station} ${e.counter}`, e]))
  for (const event of window.acknowledged) {
    const here = window.disk.rows.get(event.id)
    const stored = there.get(`${event.station} ${event.counter}`)
    if (!here) throw new Error(`Lost at the window: ${event.id}`)
    if (here.event.verdict === 'waiting' && !here.deleted) throw new Error(`Waits for ever: ${JSON.stringify(event)}`)
    if (stored && stored.verdict === 'accepted') {
      expect(stored.patch, 'what was said is what is kept').toEqual(event.patch)
      continue
    }
    if (here.event.verdict === 'refused' && !here.deleted && here.event.problems.length) continue
    // What had been taken back from its own window is known to nobody any more.
    if (here.deleted && here.event.act === '' && world.setBacks) continue
    throw new Error(`Neither accepted nor refused in the inbox: ${JSON.stringify({ event, here, stored })}`)
  }
  expect(window.outgoing.waiting()).toBe(0)
}

/** The window holds exactly the events of the cases in its scope, and its cases are those of the centre. */
async function checkSame(truth: Truth, window: SimulatedWindow): Promise<void> {
  const id = window.station.id
  const inScope = [...truth.cases.values()].filter(c => readersOf(truth, id, KINDS.get(c.type)!, c).length)
  const wanted = new Set(inScope.map(c => c.id))
  const expected = truth.events
    .filter(e => e.folded && wanted.has(e.caseId))
    .map(e => ({ id: e.id, seq: e.seq, patch: visible(truth, id, KINDS.get(e.type)!, e) }))
  const live = [...window.disk.rows.values()].filter(row => !row.deleted).map(row => row.event)
  const held = live
    .filter(e => e.verdict === 'accepted' && KINDS.has(e.type) && e.act !== 'withdraw')
    .sort((a, b) => a.seq - b.seq)
    .map(({ id, seq, patch }) => ({ id, seq, patch }))
  expect(held, `events at ${id}`).toEqual(expected)
  const folded = new Map(window.cases.all().map(c => [c.id, c]))
  for (const c of inScope) {
    const own = truth.events.filter(e => e.folded && e.caseId === c.id)
    const kind = KINDS.get(c.type)!
    const shown = fold(
      kind,
      own.map(e => ({ ...e, patch: visible(truth, id, kind, e) })),
    )
    expect(folded.get(c.id), `case at ${id}`).toEqual(shown)
  }
  expect([...folded.keys()].sort(), `cases at ${id}`).toEqual([...wanted].sort())
}

import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { Wish } from '../../desktop/src/core/act.ts'
import { NumbersExhausted } from '../../desktop/src/core/numbers.ts'
import { ServerRefusal, ServerUnreachable } from '../../desktop/src/core/server-fault.ts'
import { authorOf } from '../../shared-types/src/engine/organisation.ts'
import type { CaseEvent, StoredEvent } from '../../shared-types/src/model/case.ts'
import type { User } from '../../shared-types/src/model/person.ts'
import type { PullAnswer } from '../../shared-types/src/protocol.ts'
import type { Planted, SimulatedCentre } from './simulated-centre.ts'
import { Killed } from './simulated-disk.ts'
import { CHANGES, PARCEL, STATIONS, STOCK, UNITS } from './simulated-domain.ts'
import { FAULTS, type Fault, type Line, simulatedLine } from './simulated-line.ts'
import { onItsLine } from './simulated-store.ts'
import { type SimulatedWindow, simulatedWindow } from './simulated-window.ts'

/** One thing that happens; windows, people, cases and values are picked by number among those that there are. */
export type Happening =
  | { does: 'act'; window: number; who: number; what: number; case: number; value: number }
  | { does: 'sync'; window: number; faults: Fault[]; upFirst: boolean }
  | { does: 'kill'; window: number; after: number }
  | { does: 'clock'; window: number; minutes: number }
  | { does: 'pass'; minutes: number }
  | { does: 'arrive' }
  | { does: 'change'; what: number }
  | { does: 'backup' }
  | { does: 'set-back' }

export interface World {
  centre: SimulatedCentre
  line: Line
  windows: SimulatedWindow[]
  /** What time it is, in ms. */
  now: { at: number }
  /** How far each window's clock is off, in ms. */
  off: number[]
  /** How often the centre was set back. */
  setBacks: number
  /** What was worked out of this version of the centre. */
  known?: { version: number; truth: unknown }
  /** Hears each answer to a pull. */
  pulled: (station: string, answer: PullAnswer) => Promise<void>
}

const small = fc.nat(6)
const window = fc.nat(STATIONS.length - 1)
const DAY = 24 * 60

/** Any history: most of what happens is work and syncing, the rest goes wrong. */
export const histories: fc.Arbitrary<Happening[]> = fc.array(
  fc.oneof(
    {
      weight: 14,
      arbitrary: fc.record({
        does: fc.constant('act' as const),
        window,
        who: small,
        what: fc.nat(22),
        case: small,
        value: small,
      }),
    },
    {
      weight: 12,
      arbitrary: fc.record({
        does: fc.constant('sync' as const),
        window,
        faults: fc.array(
          fc.oneof(
            { weight: 3, arbitrary: fc.constant('none' as const) },
            { weight: 2, arbitrary: fc.constantFrom(...FAULTS) },
          ),
          { maxLength: 8 },
        ),
        upFirst: fc.boolean(),
      }),
    },
    { weight: 2, arbitrary: fc.record({ does: fc.constant('kill' as const), window, after: fc.nat(12) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        does: fc.constant('clock' as const),
        window,
        minutes: fc.constantFrom(0, -3, 7, -DAY, DAY, -400 * DAY, 400 * DAY),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ does: fc.constant('pass' as const), minutes: fc.constantFrom(1, 60, DAY, 30 * DAY) }),
    },
    { weight: 2, arbitrary: fc.record({ does: fc.constant('arrive' as const) }) },
    { weight: 2, arbitrary: fc.record({ does: fc.constant('change' as const), what: fc.nat(CHANGES.length - 1) }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('backup' as const) }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('set-back' as const) }) },
  ),
  { minLength: 10, maxLength: 50, size: 'max' },
)

const START = Date.parse('2026-06-15T01:00:00.000Z')
const MINUTE = 60_000

/** Worlds that are made often: each begins where every window has synced once, and only the first takes its time. */
export async function worlds(centre: SimulatedCentre): Promise<(planted?: Planted) => Promise<World>> {
  const first = await newWorld(centre)
  for (const each of first.windows) await each.sync(true)
  for (const window of [0, 1, 2])
    for (const what of [0, 0, 1, 3])
      await happen(first, { does: 'act', window, who: window, what, case: what, value: window + what })
  for (const each of [...first.windows, ...first.windows]) await each.sync(true)
  centre.begin()
  return async planted => {
    const world = await newWorld(centre, planted)
    for (const [i, each] of world.windows.entries()) {
      const { rows, kept, settings, clock } = first.windows[i]!.disk
      Object.assign(each.disk, { rows: new Map(rows), kept: new Map(kept), settings: new Map(settings), clock })
      await each.start()
    }
    return world
  }
}

/** A fresh world on a centre that was reset, with windows that have nothing. */
async function newWorld(centre: SimulatedCentre, planted?: Planted): Promise<World> {
  const now = { at: START }
  const off = STATIONS.map(() => 0)
  centre.reset(() => new Date(now.at).toISOString(), planted)
  const world = { centre, now, off, setBacks: 0, pulled: async () => undefined } as unknown as World
  const line = simulatedLine(
    () => centre,
    (station, answer) => world.pulled(station, answer),
  )
  world.line = line
  world.windows = STATIONS.map((station, i) =>
    simulatedWindow(station, line.client(station.id), () => new Date(now.at + off[i]!).toISOString()),
  )
  for (const each of world.windows) await each.start()
  return world
}

/** Lets it happen. What a broken line or a killed process throws is part of it; anything else is a finding. */
export async function happen(world: World, h: Happening): Promise<void> {
  world.now.at += 1000
  const at = 'window' in h ? world.windows[h.window]! : undefined
  try {
    if (h.does === 'act') await work(at!, h)
    if (h.does === 'sync') await synced(world, at!, h)
  } catch (error) {
    if (!(error instanceof Killed)) throw error
    await at!.start()
  }
  if (h.does === 'kill') at!.disk.left = h.after
  if (h.does === 'clock') world.off[h.window] = h.minutes * MINUTE
  if (h.does === 'pass') world.now.at += h.minutes * MINUTE
  if (h.does === 'arrive') await world.line.deliver()
  if (h.does === 'change') await world.centre.change(CHANGES[h.what]!)
  if (h.does === 'backup') world.centre.backup()
  if (h.does === 'set-back' && (await world.centre.setBack())) world.setBacks += 1
}

async function synced(world: World, at: SimulatedWindow, h: Happening & { does: 'sync' }): Promise<void> {
  world.line.faults = [...h.faults]
  try {
    await at.sync(h.upFirst)
  } catch (error) {
    if (!(error instanceof ServerUnreachable || error instanceof ServerRefusal)) throw error
  } finally {
    world.line.faults = []
  }
}

const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)]

/** Someone who may sign in at this window does something there, if there is something to do. */
async function work(at: SimulatedWindow, h: Happening & { does: 'act' }): Promise<void> {
  const unit = at.directory.station(at.station.id)!.unit
  const users = at.directory
    .people()
    .flatMap(p => p.posts.flatMap(post => at.directory.user(p.id, post.id) ?? []))
    .filter(user => onItsLine(at.disk, unit, user.unit))
  // Clerks do most of the work; others are let in now and then.
  const clerks = users.filter(u => u.role === 'clerk')
  const user = h.who < 5 && h.what !== 11 && clerks.length ? pick(clerks, h.who) : pick(users, h.who)
  if (!user) return
  const refused = (await at.events.refused()).filter(e => !at.outgoing.isSettled(e.id))
  if (h.what > 17 && h.what < 22) return mend(at, user, pick(refused, h.case))
  if (h.what === 22) return giveUp(at, user, pick(refused, h.case))
  const wish = wishOf(at, h)
  if (wish) await wished(at, user, wish)
}

async function wished(at: SimulatedWindow, user: User, wish: Wish): Promise<boolean> {
  try {
    return (await at.act(user, wish)).problems.length === 0
  } catch (error) {
    if (error instanceof NumbersExhausted) return false
    throw error
  }
}

/** Of a type, the oldest first, so that a number picks the same one in a history that was made shorter. */
const ofType = (at: SimulatedWindow, type: string) =>
  at.cases
    .all()
    .filter(c => c.type === type)
    .sort((a, b) => (a.createdAt + a.id < b.createdAt + b.id ? -1 : 1))

/** `what` from 0 to 17: what somebody wants to do, most of it possible. */
function wishOf(at: SimulatedWindow, { what, case: which, value }: Happening & { does: 'act' }): Wish | undefined {
  const anew = randomUUID()
  if (what < 1) return { type: STOCK, caseId: anew, act: 'edit', patch: { code: `k${anew.slice(0, 8)}` } }
  if (what < 4) {
    const code = pick(ofType(at, STOCK), value)?.data.code
    return { type: PARCEL, caseId: anew, act: 'edit', patch: { note: `n${value}`, ...(code && { code }) } }
  }
  const parcel = pick(ofType(at, PARCEL), which)
  if (!parcel) return undefined
  const of = { type: PARCEL, caseId: parcel.id }
  if (what < 6) return { ...of, act: 'edit', patch: { note: `n${value}` } }
  if (what < 8) return { ...of, act: 'edit', patch: { place: `p${value}` } }
  if (what < 11) return { ...of, act: 'edit', patch: { desk: UNITS[3 + (value % 2)]!.id } }
  if (what < 12) return { ...of, act: 'edit', patch: { secret: `s${value}` } }
  return { ...of, act: what < 16 ? 'grant' : 'close', patch: {} }
}

/** As the inbox does it: said again, with what the person entered, and settled when it is saved. */
async function mend(at: SimulatedWindow, user: User, event: StoredEvent | undefined): Promise<void> {
  if (!event || event.group?.place || event.type === 'audit') return
  const wish = {
    type: event.type,
    caseId: event.caseId,
    act: event.act,
    patch: event.patch,
    mends: { id: event.id, base: event.base },
  }
  if (await wished(at, user, wish)) await settle(at, event)
}

async function giveUp(at: SimulatedWindow, user: User, event: StoredEvent | undefined): Promise<void> {
  if (!event) return
  const line: CaseEvent = {
    id: randomUUID(),
    caseId: event.caseId,
    type: 'audit',
    act: 'withdraw',
    patch: { event: event.id, reason: 'no longer wanted' },
    base: 0,
    by: authorOf(user),
    station: at.station.id,
    ...at.clock.stamp(),
  }
  await at.add([line])
  await settle(at, event)
}

async function settle(at: SimulatedWindow, event: StoredEvent): Promise<void> {
  const members = (await at.events.refused()).filter(
    e => e.id === event.id || (event.group && e.group?.id === event.group.id),
  )
  for (const { id } of members) await at.outgoing.settle(id)
}

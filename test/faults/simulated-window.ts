import { type Acted, act, type Wish } from '../../desktop/src/core/act.ts'
import { standing } from '../../desktop/src/core/carry-standing.ts'
import { type Clock, clock } from '../../desktop/src/core/clock.ts'
import { firstSync } from '../../desktop/src/core/first-sync.ts'
import { foldIn, type Incoming } from '../../desktop/src/core/fold-in.ts'
import { keepLeases } from '../../desktop/src/core/leases.ts'
import { notes } from '../../desktop/src/core/notes.ts'
import { numbered } from '../../desktop/src/core/numbered.ts'
import { type Draws, type Numbers, numbers } from '../../desktop/src/core/numbers.ts'
import { type Outgoing, outgoing } from '../../desktop/src/core/outgoing.ts'
import { type Handlers, handlers } from '../../desktop/src/core/replicating.ts'
import { ServerUnreachable } from '../../desktop/src/core/server-fault.ts'
import { type Doc, pushing, type Talk } from '../../desktop/src/core/sync-push.ts'
import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import type { User } from '../../shared-types/src/model/person.ts'
import type { Checkpoint, Station } from '../../shared-types/src/protocol.ts'
import { type Disk, disk, stateOf } from './simulated-disk.ts'
import { KINDS, SERIES } from './simulated-domain.ts'
import type { Client } from './simulated-line.ts'
import { put, simulatedCases, simulatedDirectory, simulatedEvents, simulatedKept } from './simulated-store.ts'

/** As many rows a request, so that a short history meets every border between two pages. */
const PUSH_ROWS = 2
const PULL_ROWS = 3

/** A window's core without RxDB: the real clerks' acts, numbers, leases, clock, outgoing and replication handlers. */
export interface SimulatedWindow {
  station: Station
  disk: Disk
  clock: Clock
  outgoing: Outgoing
  events: ReturnType<typeof simulatedEvents>
  directory: ReturnType<typeof simulatedDirectory>
  cases: ReturnType<typeof simulatedCases>
  /** Events that were said to be saved. */
  acknowledged: CaseEvent[]
  act(user: User, wish: Wish): Promise<Acted>
  add(events: readonly CaseEvent[]): Promise<void>
  /** Settings, numbers, then both directions; the way up first or the way down. Throws where the line breaks. */
  sync(upFirst: boolean): Promise<void>
  /** Starts anew from the disk. */
  start(): Promise<void>
}

export function simulatedWindow(station: Station, server: Client, device: () => string): SimulatedWindow {
  const store = disk()
  const volatile = {} as Volatile
  const held = notes(simulatedKept(store, 'note'))
  const window: SimulatedWindow = {
    station,
    disk: store,
    acknowledged: [],
    events: simulatedEvents(store),
    directory: simulatedDirectory(store),
    cases: simulatedCases(),
    get clock() {
      return volatile.clock
    },
    get outgoing() {
      return volatile.outgoing
    },
    async act(user, wish) {
      const { events, cases, directory } = window
      const acted = await act(
        {
          kinds: KINDS,
          cases,
          events: events as Parameters<typeof act>[0]['events'],
          numbers: volatile.numbers,
          clock: volatile.clock,
          station: () => station.id,
          parameters: directory.parameters,
          terminal: async () => ({ ip: '', mac: '', device: '' }),
          settled: () => folded(window, volatile),
          sound: async () => undefined,
          online: () => true,
        },
        user,
        wish,
      )
      if (!acted.problems.length) window.acknowledged.push(...acted.events)
      return acted
    },
    async add(events) {
      await window.events.add(events)
      window.acknowledged.push(...events)
      await folded(window, volatile)
    },
    sync: upFirst => synced(window, volatile, held, server, upFirst),
    async start() {
      store.left = Number.POSITIVE_INFINITY
      window.directory = simulatedDirectory(store)
      window.cases = simulatedCases()
      volatile.outgoing = await outgoing(window.events as Parameters<typeof outgoing>[0], held, KINDS)
      volatile.clock = clock(
        { ...(await window.events.lastOf(station.id)), seen: (await held.get<string>('seen')) ?? '' },
        () => 'Asia/Shanghai',
        device,
      )
      volatile.numbers = numbers(
        simulatedKept<Draws>(store, 'draws'),
        () => window.directory.leases(),
        name => SERIES.get(name)!,
        async id => (await window.events.get(id)) !== undefined,
      )
      volatile.folded = 0
      await folded(window, volatile)
    },
  }
  return window
}

/** What a process has in memory. */
interface Volatile {
  clock: Clock
  outgoing: Outgoing
  numbers: Numbers
  /** Up to which write of the disk the cases are folded. */
  folded: number
}

/** The cases follow what was written since. */
async function folded({ disk, cases, events }: SimulatedWindow, volatile: Volatile, seeding = false): Promise<void> {
  const changed = [...disk.rows.values()].filter(row => row.written > volatile.folded)
  volatile.folded = disk.clock
  const documents = changed
    .sort((a, b) => a.written - b.written)
    .map(({ event, deleted, revision }): Incoming => ({ ...event, _deleted: deleted, _rev: `${revision}-simulated` }))
  if (documents.length) await foldIn({ kinds: KINDS, events, outgoing: volatile.outgoing }, cases, documents, seeding)
}

type Held = ReturnType<typeof notes>

async function synced(window: SimulatedWindow, volatile: Volatile, held: Held, server: Client, upFirst: boolean) {
  const { directory, events, station } = window
  const talk: Talk = async work => {
    const answer = await work()
    if (answer.time) volatile.clock.saw(answer.time)
    await held.put('seen', volatile.clock.seen())
    return answer
  }
  const settings = async (anew: boolean) => {
    const from = anew ? 0 : directory.seq()
    const answer = await talk(() => server.settings(from))
    if (anew || answer.seq < from) await directory.replace(answer.documents)
    else if (answer.documents.length) await directory.take(answer.documents)
  }
  const top = numbered(held)
  const stands = standing(held)
  await settings(false)
  await keepLeases(
    server as Parameters<typeof keepLeases>[0],
    directory as Parameters<typeof keepLeases>[1],
    volatile.numbers,
    SERIES,
    volatile.clock.today(),
    top,
  )
  const forget = () => events.forget(station.id)
  if (!(await held.get('seeded')))
    await firstSync(
      {
        notes: held,
        server,
        standing: stands,
        talk,
        forget: async () => (await forget()) as Doc[],
        progress: () => undefined,
        projection: { seed: async work => work(async () => folded(window, volatile, true)) },
        write: pages => seeded(window.disk, pages),
      },
      PULL_ROWS,
    )
  const up = pushing(events, server, talk, top, async () => {
    await stands.setBack()
    await forget()
    await top.forget()
    await settings(true)
  })
  const both: Handlers = handlers({
    events,
    server,
    talk,
    station: () => station.id,
    numbered: top,
    standing: stands,
    pushAll: up.pushAll,
    sent: () => undefined,
    async setBack() {
      up.forget()
      await settings(true)
    },
    async answeredHere(ids) {
      const waits = async () => (await events.waiting()).some(e => ids.includes(e.id))
      // The way up goes on meanwhile; here it gets one more try.
      if (await waits()) await upwards(window.disk, both)
      if (await waits()) throw new ServerUnreachable('not answered yet')
    },
  })
  const steps = [() => upwards(window.disk, both), () => downwards(window.disk, held, both)]
  const failures: unknown[] = []
  // Neither direction waits for the other: one may fail and the other go on.
  for (const step of upFirst ? steps : steps.reverse()) await step().catch(error => failures.push(error))
  await folded(window, volatile)
  if (failures.length) throw failures[0]
}

/** As `store/seed.ts`: what comes from the centre is no write of this window, and one that was edited here stays. */
async function seeded(disk: Disk, pages: AsyncIterable<readonly string[]>): Promise<void> {
  for await (const page of pages)
    disk.write(() => {
      for (const text of page) {
        const { _deleted, ...event } = JSON.parse(text) as Doc
        const before = disk.rows.get(event.id)
        if (!before || stateOf(before) === before.master) put(disk, event, _deleted, stateOf)
      }
    })
}

/**
 * The way up as RxDB 17.6 does it: rows whose state is not the master's, in the order in which they were written, several
 * batches at once; what the handler answers replaces the row, if that was not written anew meanwhile. Written in one go
 * here; RxDB writes the document and then what it knows of the master.
 */
async function upwards(disk: Disk, { push }: Handlers): Promise<void> {
  const rows = [...disk.rows.values()].filter(row => stateOf(row) !== row.master).sort((a, b) => a.written - b.written)
  const asked = rows.map((row): Doc => ({ ...row.event, _deleted: row.deleted }))
  const batches = []
  for (let i = 0; i < asked.length; i += PUSH_ROWS) batches.push(asked.slice(i, i + PUSH_ROWS))
  const ended = await Promise.allSettled(batches.map(push))
  const failed = ended.find(end => end.status === 'rejected')
  if (failed) throw failed.reason
  const answers = ended.flatMap(end => (end.status === 'fulfilled' ? end.value : []))
  const masters = new Map(answers.map(doc => [doc.id, doc]))
  if (!rows.length) return
  disk.write(() => {
    for (const row of rows) {
      const now = disk.rows.get(row.event.id)!
      const { _deleted, ...event } = masters.get(row.event.id) ?? { ...row.event, _deleted: row.deleted }
      if (now.written === row.written && masters.has(row.event.id)) put(disk, event, _deleted, stateOf)
      else now.master = stateOf({ event, deleted: _deleted })
    }
  })
}

/**
 * The way down as RxDB 17.6 does it: page after page until one is not full. A document that was written here and not yet
 * sent is passed over. The checkpoint of an empty page is not kept; that of a page is kept after its documents.
 */
async function downwards(disk: Disk, held: Held, { pull }: Handlers): Promise<void> {
  for (;;) {
    const from = (await held.get<Checkpoint>('down')) ?? (await held.get<Checkpoint>('seeded'))
    const { documents, checkpoint } = await pull(from, PULL_ROWS)
    if (!documents.length) return
    disk.write(() => {
      for (const { _deleted, ...event } of documents) {
        const now = disk.rows.get(event.id)
        if (now && stateOf(now) !== now.master) continue
        if (!now || stateOf(now) !== stateOf({ event, deleted: _deleted })) put(disk, event, _deleted, stateOf)
      }
    })
    await held.put('down', checkpoint)
    if (documents.length < PULL_ROWS) return
  }
}

/** A day at one window and its centre, both killed at random moments; then everything that was promised is looked for. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { fold } from '../../shared-types/src/engine/fold.ts'
import { kindOf, kindsOf } from '../../shared-types/src/engine/kinds.ts'
import { parseNumber } from '../../shared-types/src/engine/numbers.ts'
import type { StoredEvent } from '../../shared-types/src/model/case.ts'
import { openDatabase } from '../../sync-server/src/database.ts'
import { eventOf } from '../../sync-server/src/event-log.ts'
import { openStore } from '../../sync-server/src/store.ts'
import { randomOf } from '../contracts/rx-storage.random.ts'
import { libraryLoans } from '../fixtures/library-loans/index.ts'
import type { CentreOrder, CentreUp, Deed, FromWindow, Held, WindowOrder } from './kill.messages.ts'

const kinds = kindsOf([libraryLoans])
const UNIT = '330402510000'
/** Programs are compiled once for all lives: what is measured is their death, not their birth. */
const COMPILED = join(tmpdir(), 'chuangtai-kill-compiled')

export interface Deaths {
  /** What part of the deaths is the centre's. */
  centre?: number
  /** How long a process lives after it is up before it is killed, at most, in milliseconds. */
  life?: number
}

export interface Findings {
  saved: number
  /** Said to be saved, and not at the centre. */
  lost: string[]
  /** At the centre more than once. */
  doubled: string[]
  /** Refused there, though nobody else worked on it. */
  refused: string[]
  /** Slip numbers given twice, and numbers left out. */
  numbers: { doubled: number[]; holes: number[] }
  /** Cases that differ between the centre's table and its events, the window and its rebuild, the window and the centre. */
  different: { centre: string[]; rebuilt: string[]; sides: string[] }
  unsent: number
}

/**
 * `kills` deaths by SIGKILL, about one in three of them the centre's unless told, and one quiet end. Answers what was found, where the
 * centre's data lies, and how to look again. Deterministic but for the machine's pace.
 */
export async function killDay(
  dir: string,
  seed: number,
  kills: number,
  { centre: share = 1 / 3, life: longest = 1500 }: Deaths = {},
): Promise<{ data: string; kills: { window: number; centre: number }; look: () => Promise<Findings> }> {
  const random = randomOf(seed)
  const died = { window: 0, centre: 0 }
  const deeds = { asked: [] as Deed[], saved: [] as Deed[], refused: [] as string[] }
  const data = join(dir, 'centre')
  let centre = await openCentre({ data, port: 0, unit: UNIT })
  const order = { folder: join(dir, 'window'), server: `http://127.0.0.1:${centre.port}` }
  let window = openWindow({ ...order, seed, task: 'work', code: centre.code! }, deeds)
  await window.ready
  for (let life = 1; life <= kills; life++) {
    await sleep(random.below(longest))
    if (random.chance(share)) {
      died.centre++
      await kill(centre.child)
      await sleep(random.below(longest))
      centre = await openCentre({ data, port: centre.port })
      continue
    }
    died.window++
    await kill(window.child)
    window = openWindow({ ...order, seed: seed + life, task: 'work' }, deeds)
    // One in four dies again while it starts.
    if (!random.chance(0.25)) await window.ready
  }
  await kill(window.child)
  const settled = await settle(order, seed)
  await kill(centre.child)
  return { data, kills: died, look: () => compare(data, deeds, settled) }
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

async function openCentre(order: CentreOrder): Promise<CentreUp & { child: ChildProcess }> {
  const child = run('kill.centre.ts', order)
  const [up] = (await Promise.race([once(child, 'message'), failed(child, 'The centre')])) as [CentreUp]
  return { ...up, child }
}

function openWindow(order: WindowOrder, deeds: { asked: Deed[]; saved: Deed[]; refused: string[] }) {
  const child = run('kill.window.ts', order)
  const { promise: ready, resolve } = Promise.withResolvers<void>()
  child.on('exit', () => resolve())
  child.on('message', (message: FromWindow) => {
    if (message.kind === 'ready') resolve()
    if (message.kind === 'asked') deeds.asked.push(message.deed)
    if (message.kind === 'saved') deeds.saved.push(message.deed)
    if (message.kind === 'refused') deeds.refused.push(`${nameOf(message.deed)}: ${message.why}`)
  })
  return { child, ready }
}

async function settle(order: Pick<WindowOrder, 'folder' | 'server'>, seed: number) {
  const child = run('kill.window.ts', { ...order, seed, task: 'settle' })
  const { promise, resolve } = Promise.withResolvers<Extract<FromWindow, { kind: 'settled' }>>()
  child.on('message', (message: FromWindow) => message.kind === 'settled' && resolve(message))
  return Promise.race([promise, failed(child, 'The settling window')])
}

const run = (script: string, order: object) =>
  fork(join(import.meta.dirname, script), [JSON.stringify(order)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: { NODE_COMPILE_CACHE: COMPILED, ...process.env },
  })

const failed = async (child: ChildProcess, what: string): Promise<never> => {
  const [code] = await once(child, 'exit')
  // What it said last may be heard after it is gone.
  if (child.connected) await once(child, 'disconnect')
  await setImmediate()
  throw new Error(`${what} ended with ${code}`)
}

const nameOf = ({ caseId, act, token }: Deed) => [act, caseId, token].filter(Boolean).join(' ')

async function compare(
  data: string,
  deeds: { asked: readonly Deed[]; saved: readonly Deed[]; refused: readonly string[] },
  settled: Extract<FromWindow, { kind: 'settled' }>,
): Promise<Findings> {
  const events = await eventsOf(data)
  const accepted = events.filter(e => e.verdict === 'accepted')
  const made = (deed: Deed) =>
    accepted.filter(
      e => e.caseId === deed.caseId && e.act === deed.act && (!deed.token || e.patch.summary === deed.token),
    )
  const slips = accepted
    .flatMap(e => (e.act === 'lend' && typeof e.patch.slip === 'string' ? [e.patch.slip] : []))
    .map(text => parseNumber(libraryLoans.series.slip!, text)!.number)
    .sort((a, b) => a - b)
  return {
    saved: deeds.saved.length,
    lost: deeds.saved.filter(d => made(d).length === 0).map(nameOf),
    doubled: deeds.asked.filter(d => made(d).length > 1).map(nameOf),
    refused: [...deeds.refused, ...events.filter(e => e.verdict === 'refused').map(e => `${e.act} ${e.caseId}`)],
    numbers: {
      doubled: slips.filter((n, i) => slips[i - 1] === n),
      holes: Array.from({ length: slips.at(-1) ?? 0 }, (_, i) => i + 1).filter(n => !slips.includes(n)),
    },
    different: {
      ...(await againstEvents(data, accepted, settled.cases)),
      rebuilt: differing(settled.cases, settled.rebuilt),
    },
    unsent: settled.unsent,
  }
}

async function eventsOf(data: string): Promise<StoredEvent[]> {
  const { db, close } = await openDatabase(join(data, 'server.sqlite'))
  const rows = await db.selectFrom('events').selectAll().where('type', '!=', 'audit').orderBy('seq').execute()
  await close()
  return rows.map(eventOf)
}

/** The centre's table against its own events, and both against what the window shows. */
async function againstEvents(data: string, accepted: readonly StoredEvent[], cases: readonly Held[]) {
  const { db, close } = await openDatabase(join(data, 'server.sqlite'))
  const folded = [...Map.groupBy(accepted, e => e.caseId)].map(([id, own]) => [
    id,
    fold(kindOf(kinds, own[0]!.type), own)!,
  ]) as [string, NonNullable<ReturnType<typeof fold>>][]
  const kept = await openStore(db, kinds).cases.get(folded.map(([id]) => id))
  const { count } = await db
    .selectFrom('cases')
    .select(eb => eb.fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  await close()
  const shown = new Map(cases.map(c => [c.id, c]))
  return {
    centre: [
      ...folded
        .filter(([id, c]) => JSON.stringify(sorted(kept.get(id))) !== JSON.stringify(sorted(c)))
        .map(([id]) => id),
      ...(Number(count) === folded.length ? [] : [`${count} cases, ${folded.length} with events`]),
    ],
    sides: [
      ...folded.filter(([id, c]) => !sameAs(shown.get(id), c)).map(([id]) => id),
      ...cases.filter(c => !folded.some(([id]) => id === c.id)).map(c => c.id),
    ],
  }
}

function sameAs(held: Held | undefined, c: NonNullable<ReturnType<typeof fold>>): boolean {
  if (!held || held.state !== c.state || held.version !== c.version) return false
  return Object.entries(held.values).every(([name, value]) => JSON.stringify(value) === JSON.stringify(c.data[name]))
}

const differing = (a: readonly Held[], b: readonly Held[]) => {
  const other = new Map(b.map(c => [c.id, JSON.stringify(c)]))
  return [
    ...a.filter(c => other.get(c.id) !== JSON.stringify(c)).map(c => c.id),
    ...(a.length === b.length ? [] : [`${a.length} before, ${b.length} rebuilt`]),
  ]
}

/** With the keys of all objects in order: a database may keep them in another. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  )
}

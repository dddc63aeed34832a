import { randomUUID } from 'node:crypto'
import { newRun, type RequestSigner, requestSigner } from '../../desktop/src/core/request-signer.ts'
import { type ServerClient, serverClient } from '../../desktop/src/core/server-client.ts'
import { makeStationKey } from '../../desktop/src/core/station-key.ts'
import { domains } from '../../shared-types/src/domains/index.ts'
import { addDays } from '../../shared-types/src/engine/day.ts'
import { kindsOf } from '../../shared-types/src/engine/kinds.ts'
import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import type { Person, Unit } from '../../shared-types/src/model/person.ts'
import type { Station } from '../../shared-types/src/protocol.ts'
import { openDatabase } from '../../sync-server/src/database.ts'
import { createPeople, type InventedPerson } from '../../sync-server/src/demo/invented-person.ts'
import { createRandom } from '../../sync-server/src/demo/random.ts'
import { directoryReader } from '../../sync-server/src/directory.ts'
import { followLog } from '../../sync-server/src/projection/follow.ts'
import { openSession } from '../../sync-server/src/sessions.ts'
import { putSetting } from '../../sync-server/src/settings.ts'
import { enrol, makeEnrolCode } from '../../sync-server/src/stations.ts'
import { openStore, type Store } from '../../sync-server/src/store.ts'
import { fillCases } from './load.cases.ts'

/** A bureau as large as one asks for: districts, in each some police stations, at each some windows with a clerk each. */
export interface Shape {
  districts: number
  stations: number
  windows: number
  /** Registrations, one event each, spread evenly over the police stations. */
  cases: number
  /** Sessions that stand open at each window. */
  sessions?: number
}

/** One window, which signs what it asks as the product does. */
export interface LoadWindow {
  station: Station
  clerk: Person
  signer: RequestSigner
  sessions: string[]
}

const TODAY = '2026-06-15'
const FILLED_AT = '2026-06-15T01:00:00.000Z'
const kinds = kindsOf(domains)
const now = () => new Date().toISOString()

/** Fills an empty database, of either kind, and closes it. Answers its windows. */
export async function loadWorld(database: string, shape: Shape): Promise<LoadWindow[]> {
  const { places, windows } = await found(database, shape)
  if (shape.cases) await fillCases(database, kinds, () => made(places, windows, shape.cases))
  await followed(database)
  return windows
}

/** What rules read follows the log, as on a server that has been up for a while: the first time takes minutes. */
async function followed(database: string): Promise<void> {
  const { db, close } = await openDatabase(database)
  try {
    await followLog({ store: openStore(db, kinds), directory: directoryReader(kinds), now })
  } finally {
    await close()
  }
}

async function found(database: string, shape: Shape): Promise<{ places: string[]; windows: LoadWindow[] }> {
  const { db, close } = await openDatabase(database)
  try {
    const store = openStore(db, kinds)
    const places = await foundUnits(store, shape)
    const windows = await foundWindows(store, places, shape)
    return { places, windows }
  } finally {
    await close()
  }
}

const pad = (n: number) => String(n).padStart(12, '0')

/** One registration after the other, at each police station's first window in turn; the same each time. */
function* made(places: readonly string[], windows: readonly LoadWindow[], cases: number): Generator<CaseEvent> {
  const make = registrations([18, 60])
  const each = windows.length / places.length
  for (let i = 1; i <= cases; i++) {
    const event = make(windows[(i % places.length) * each]!, i)
    const ids = { id: `00000000-0000-4000-8000-${pad(i)}`, caseId: `00000000-0000-4000-9000-${pad(i)}` }
    yield { ...event, ...ids, at: FILLED_AT, seen: FILLED_AT }
  }
}

const CITY: Unit = { id: '330400000000', name: '云江市公安局', level: 'city' }

/** Answers the ids of the police stations. */
async function foundUnits(store: Store, shape: Shape): Promise<string[]> {
  const at = (district: number, n: number) =>
    `3304${String(district).padStart(2, '0')}${String(n).padStart(2, '0')}0000`
  const districts = Array.from({ length: shape.districts }, (_, d): Unit => {
    return { id: at(d + 1, 0), name: `第${d + 1}分局`, level: 'district', parent: CITY.id, area: '330402' }
  })
  const stations = districts.flatMap(({ id }, d) =>
    Array.from({ length: shape.stations }, (_, s): Unit => {
      return { id: at(d + 1, s + 1), name: `第${d + 1}分局${s + 1}所`, level: 'station', parent: id, area: '330402' }
    }),
  )
  await store.transaction(async turn => {
    for (const unit of [CITY, ...districts, ...stations])
      await putSetting(turn, { id: `unit:${unit.id}`, kind: 'unit', value: unit }, now())
  })
  return stations.map(s => s.id)
}

async function foundWindows(store: Store, places: readonly string[], shape: Shape): Promise<LoadWindow[]> {
  const read = directoryReader(kinds)
  const made: LoadWindow[] = []
  for (const unit of places)
    await store.transaction(async turn => {
      for (let w = 1; w <= shape.windows; w++) {
        const number = String(w).padStart(2, '0')
        const clerk = await putClerk(turn, unit, number)
        const directory = await read(turn.db)
        const code = await makeEnrolCode(turn, directory, unit, number, now())
        const key = makeStationKey()
        const asked = { code: code!.code, name: `${number}号窗口`, key: key.publicKey, seal: key.seal.publicKey }
        const { station } = (await enrol(turn, directory, asked, now()))!
        const sessions: string[] = []
        for (let s = 0; s < (shape.sessions ?? 1); s++)
          sessions.push((await openSession(turn.db, station, clerk.id, now())).session)
        made.push({ station, clerk, sessions, signer: signerOf(station, key) })
      }
    })
  return made
}

async function putClerk(turn: Parameters<Parameters<Store['transaction']>[0]>[0], unit: string, number: string) {
  const id = `${unit}-${number}`
  const clerk: Person = { id, name: `民警${number}`, login: id, posts: [{ id: `${id}-1`, role: 'clerk', unit }] }
  await putSetting(turn, { id: `person:${id}`, kind: 'person', value: clerk }, now())
  return clerk
}

/** Counted in memory: a real window makes its number durable once in a thousand requests. */
function signerOf(station: Station, key: ReturnType<typeof makeStationKey>): RequestSigner {
  const count = { last: 0 }
  const counter = {
    next: async () => {
      count.last += 1
      return count.last
    },
  }
  return requestSigner({ counter, now, offset: { ms: 0 }, run: newRun(), version: 'load' }, key, station.id)
}

/** The product's own client, as that window. */
export const clientOf = (window: LoadWindow, address: string): ServerClient =>
  serverClient(() => ({ server: address, signer: window.signer, session: window.sessions[0] }), fetch)

/** Nobody of this age is filled in: who is registered under load is new. */
const UNDER_LOAD = [61, 90] as const

/** Registrations that a window's clerk makes, each of another valid and invented person. */
export function registrations(
  ages: readonly [number, number] = UNDER_LOAD,
): (window: LoadWindow, counter: number) => CaseEvent {
  const random = createRandom(7)
  const invent = createPeople(random, TODAY)
  return (window, counter) => registration(window, counter, invent(ages), random.whole(1, 900))
}

function registration(
  { station, clerk }: LoadWindow,
  counter: number,
  person: InventedPerson,
  days: number,
): CaseEvent {
  const livedSince = addDays(TODAY, -days)
  const [post] = clerk.posts
  return {
    id: randomUUID(),
    caseId: randomUUID(),
    type: 'population.resident',
    act: 'register',
    patch: {
      ...person,
      address: {
        area: '330402',
        street: '桂花街道',
        community: '模拟花园',
        building: `${(counter % 40) + 1}幢`,
        room: `${(counter % 900) + 100}室`,
      },
      dwelling: 'rented',
      purpose: 'work',
      livedSince,
      registeredOn: livedSince,
      source: 'window',
    },
    base: 0,
    by: { id: clerk.id, post: post!.id, role: post!.role, unit: post!.unit },
    station: station.id,
    at: now(),
    counter,
    seen: now(),
  }
}

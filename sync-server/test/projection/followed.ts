import { randomUUID } from 'node:crypto'
import type { CaseEvent } from '../../../shared-types/src/model/case.ts'
import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import type { Person, Unit } from '../../../shared-types/src/model/person.ts'
import type { Setting, Station } from '../../../shared-types/src/protocol.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import { accept } from '../../src/accept.ts'
import { openDatabase } from '../../src/database.ts'
import { directoryReader } from '../../src/directory.ts'
import { eraseCase } from '../../src/disposal-erase.ts'
import { putSetting } from '../../src/settings.ts'
import { openStore } from '../../src/store.ts'

/** W is a window of the station S; T another station. */
const UNITS: readonly Unit[] = [
  { id: 'C', name: '市局', level: 'city' },
  { id: 'S', name: '一所', level: 'station', parent: 'C' },
  { id: 'W', name: '一所窗口', level: 'window', parent: 'S' },
  {
    id: 'T',
    name: '二所',
    level: 'station',
    parent: 'C',
    hours: { openAm: '08:30', closeAm: '11:30', openPm: '14:00', closePm: '18:00' },
  },
]

const TABLES = {
  rule_stations: 'station, open_am, close_am, open_pm, close_pm',
  rule_applications: 'id, station, citizen, address, day, time, decision, decided, issued',
  rule_prints: 'id, station, device, ip, mac, day, void',
  rule_terminals: 'id, device, ip, mac, station, active_from, active_to',
  rule_venues: 'id, venue, unit, minimum, maximum, registered_on',
  rule_registrations: 'kind, id, registered_on',
  station_days: 'station, day, count',
} as const
export type Tables = Readonly<Record<keyof typeof TABLES, readonly Record<string, unknown>[]>>

/** A server's store without its door: units, one clerk and one station at each, and events taken as they are pushed. */
export async function server(at: string, kinds: Kinds) {
  const { db, close } = await openDatabase(at)
  const store = openStore(db, kinds)
  const clock = { now: '2026-03-20T01:00:00.000Z' }
  const parts = { store, directory: directoryReader(kinds), now: () => clock.now }
  const put = (setting: Setting) => store.transaction(turn => putSetting(turn, setting, clock.now))
  const windows = new Map<string, { station: Station; person: Person; counter: number }>()
  for (const unit of UNITS) {
    await put({ id: `unit:${unit.id}`, kind: 'unit', value: unit })
    const station: Station = { id: randomUUID(), name: unit.name, unit: unit.id, number: '01' }
    const post = { id: randomUUID(), role: 'clerk', unit: unit.id } as const
    const person: Person = { id: randomUUID(), name: unit.name, login: unit.id, posts: [post] }
    await put({ id: `station:${station.id}`, kind: 'station', value: station })
    await put({ id: `person:${person.id}`, kind: 'person', value: person })
    windows.set(unit.id, { station, person, counter: 0 })
  }
  return {
    ...parts,
    clock,
    put,
    close,
    /** Pushes one event of the clerk of a unit; answers whether it was accepted. */
    async push(
      unit: string,
      given: Pick<CaseEvent, 'caseId' | 'type' | 'act' | 'patch' | 'at' | 'base'>,
    ): Promise<boolean> {
      const window = windows.get(unit)!
      const { person, station } = window
      const [post] = person.posts
      const by = { id: person.id, post: post!.id, role: post!.role, unit }
      window.counter++
      const event = { id: randomUUID(), by, station: station.id, counter: window.counter, seen: clock.now, ...given }
      const [verdict] = await accept(parts, station, [[event]])
      return verdict!.verdict === 'accepted'
    },
    /** Erases a case as an approved disposal does. */
    erase: (id: string) =>
      store.transaction(async turn => {
        const found = (await turn.cases.get([id])).get(id)
        const by = { id: 'a', post: 'a', role: 'audit', unit: 'C' } as const
        if (found) await eraseCase(turn, { id, type: found.type, found }, { by, disposal: 'd', now: clock.now })
      }),
    async tables(): Promise<Tables> {
      const read = Object.entries(TABLES).map(async ([name, columns]) => {
        const order = columns.split(', ').slice(0, 2).join(', ')
        return [
          name,
          await run<Record<string, unknown>>(db, `select ${columns} from ${name} order by ${order}`),
        ] as const
      })
      return Object.fromEntries(await Promise.all(read)) as unknown as Tables
    },
  }
}
export type Server = Awaited<ReturnType<typeof server>>

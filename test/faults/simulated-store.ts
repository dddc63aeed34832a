import type { Directory } from '../../desktop/src/core/directory.ts'
import { type Events, saidAgain } from '../../desktop/src/core/events.ts'
import { ownWords, SAID } from '../../desktop/src/core/own-words.ts'
import type { Kept } from '../../desktop/src/core/store/kept.ts'
import { inOrder } from '../../shared-types/src/engine/fold.ts'
import { below, userOf } from '../../shared-types/src/engine/organisation.ts'
import type { Case, StoredEvent } from '../../shared-types/src/model/case.ts'
import type { Person, Unit } from '../../shared-types/src/model/person.ts'
import type { Lease, Setting, Station } from '../../shared-types/src/protocol.ts'
import type { CaseStore } from '../../shared-types/src/store/case-store.ts'
import { copy, type Disk, type Row } from './simulated-disk.ts'

/** What a window keeps, over a simulated disk, behind the interfaces that the real parts use. */

/** The events, as `core/events.ts` over RxDB. Deleted documents are not found. */
export function simulatedEvents(disk: Disk): Omit<Events, 'collection'> {
  const live = (): StoredEvent[] => [...disk.rows.values()].filter(row => !row.deleted).map(row => row.event)
  const by = (verdict: StoredEvent['verdict']) =>
    live()
      .filter(e => e.verdict === verdict)
      .sort((a, b) => a.counter - b.counter)
  const get = async (id: string) => live().find(e => e.id === id)
  const own = ownWords(simulatedKept(disk, SAID), get)
  return {
    own,
    add: async events =>
      disk.write(() => {
        for (const event of events)
          if (!disk.rows.has(event.id)) put(disk, { ...copy(event), seq: 0, verdict: 'waiting', problems: [] }, false)
      }),
    get,
    ofCase: async id =>
      live()
        .filter(e => e.caseId === id)
        .sort(inOrder),
    waiting: async () => by('waiting'),
    refused: async () => by('refused'),
    async forget(station) {
      const numbered = by('accepted').filter(e => e.seq > 0)
      const { again, gone } = await saidAgain(own, station, numbered)
      disk.write(() => {
        for (const event of again) put(disk, event, false)
      })
      return gone
    },
    // Withdrawn ones too: a counter is never given twice.
    lastOf: async station =>
      [...disk.rows.values()]
        .map(row => row.event)
        .filter(e => e.station === station)
        .reduce((last, e) => (e.counter > last.counter ? e : last), { counter: 0, at: '' }),
  }
}

/** Writes a document as a write of this window: `master` is what the other side is known to hold. */
export function put(disk: Disk, event: StoredEvent, deleted: boolean, master?: (row: Row) => string): void {
  disk.clock += 1
  const before = disk.rows.get(event.id)
  const revision = (before?.revision ?? 0) + 1
  const row: Row = { event, deleted, written: disk.clock, revision, master: before?.master }
  if (master) row.master = master(row)
  disk.rows.set(event.id, row)
}

/** Documents of one kind, as `store/kept.ts`. */
export function simulatedKept<T>(disk: Disk, kind: string): Kept<T> {
  const id = (key: string) => `${kind}:${key}`
  return {
    get: async key => copy(disk.kept.get(id(key)) as T | undefined),
    put: async (key, value) => disk.write(() => void disk.kept.set(id(key), copy(value))),
    remove: async key => disk.write(() => void disk.kept.delete(id(key))),
    all: async () =>
      [...disk.kept]
        .filter(([key]) => key.startsWith(`${kind}:`))
        .map(([key, value]) => ({ key: key.slice(kind.length + 1), value: value as T })),
  }
}

type Known = Pick<
  Directory,
  'user' | 'leases' | 'people' | 'station' | 'parameters' | 'take' | 'replace' | 'seq' | 'deployment'
>

/** The organisation as the centre last told it, as `core/directory.ts`. */
export function simulatedDirectory(disk: Disk): Known {
  const all = <T>(kind: Setting['kind']) =>
    [...disk.settings.values()].filter(s => s.kind === kind).map(s => s.value as T)
  const seqs = { last: Math.max(0, ...[...disk.settings.values()].map(s => s.seq)) }
  const write = (documents: Parameters<Known['take']>[0], whole: boolean) =>
    disk.write(() => {
      if (whole) disk.settings.clear()
      for (const d of documents) d.deleted ? disk.settings.delete(d.id) : disk.settings.set(d.id, d)
      seqs.last = Math.max(whole ? 0 : seqs.last, ...documents.map(d => d.seq))
    })
  return {
    user: (person, post) =>
      userOf(
        all<Person>('person').find(p => p.id === person),
        post,
        all<Unit>('unit'),
      ),
    leases: () => all<Lease>('lease'),
    people: () => all<Person>('person'),
    station: id => all<Station>('station').find(s => s.id === id),
    parameters: () => ({}),
    deployment: () => ({ name: 'test', zone: 'Asia/Shanghai' }),
    take: async documents => write(documents, false),
    replace: async documents => write(documents, true),
    seq: () => seqs.last,
  }
}

/** Whether one of two units lies below the other: a person may sign in at such a station. */
export function onItsLine(disk: Disk, one: string, other: string): boolean {
  const units = [...disk.settings.values()].flatMap(s => (s.kind === 'unit' ? [s.value] : []))
  return below(units, one).includes(other) || below(units, other).includes(one)
}

/** Cases in memory: what `act` and `foldIn` use of a case store. A window makes them anew from its events at each start. */
export function simulatedCases(): CaseStore & { all(): Case[] } {
  const held = new Map<string, Case>()
  const absent = async () => {
    throw new Error('Not simulated')
  }
  const store: CaseStore & { all(): Case[] } = {
    all: () => [...held.values()],
    transaction: work => work(store),
    put: async cases => cases.forEach(c => held.set(c.id, c)),
    get: async ids => new Map(ids.flatMap(id => (held.has(id) ? [[id, held.get(id)!] as const] : []))),
    remove: async ids => ids.forEach(id => held.delete(id)),
    clear: async () => held.clear(),
    byKeys: async (kind, match, limit) =>
      [...held.values()]
        .filter(c => c.type === kind.type && Object.entries(match).every(([field, value]) => c.data[field] === value))
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit),
    find: absent,
    count: absent,
    groups: absent,
  }
  return store
}

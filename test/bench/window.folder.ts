import { mkdirSync } from 'node:fs'
import { hash } from '@node-rs/argon2'
import { followers, pagesFollower } from '../../desktop/src/core/case-pages.ts'
import { directory } from '../../desktop/src/core/directory.ts'
import { eventStore } from '../../desktop/src/core/events.ts'
import { fileKeys } from '../../desktop/src/core/keys/file-keys.ts'
import { openSecrets } from '../../desktop/src/core/keys/secrets.ts'
import { machineId } from '../../desktop/src/core/machine-id.ts'
import { notes } from '../../desktop/src/core/notes.ts'
import { outgoing } from '../../desktop/src/core/outgoing.ts'
import { SAID } from '../../desktop/src/core/own-words.ts'
import { openProjection } from '../../desktop/src/core/projection.ts'
import { searchFollower } from '../../desktop/src/core/search.ts'
import { keepStationKey, makeStationKey } from '../../desktop/src/core/station-key.ts'
import { openDatabase } from '../../desktop/src/core/store/database.ts'
import { kept } from '../../desktop/src/core/store/kept.ts'
import { seed } from '../../desktop/src/core/store/seed.ts'
import { domains } from '../../shared-types/src/domains/index.ts'
import { addDays } from '../../shared-types/src/engine/day.ts'
import { kindsOf } from '../../shared-types/src/engine/kinds.ts'
import type { StoredEvent } from '../../shared-types/src/model/case.ts'
import type { Setting } from '../../shared-types/src/protocol.ts'
import { createPeople, type InventedPerson } from '../../sync-server/src/demo/invented-person.ts'
import { PEOPLE, PLACES, UNITS } from '../../sync-server/src/demo/organisation.ts'
import { createRandom, type Random } from '../../sync-server/src/demo/random.ts'

export const LOGIN = 'zhangwei'
export const PASSWORD = 'Chuangtai-2026'
const { unit, station, street, communities } = PLACES[0]!
export const ADULTS = [18, 60] as const
const TODAY = '2026-06-15'
const BATCH = 1000

/**
 * A window's folder as it stands after its first sync of a large station: registrations, one event each, folded and
 * indexed. No centre is there: what is measured on it is the window alone.
 */
export async function windowFolder(folder: string, cases: number): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const kinds = kindsOf(domains)
  const secrets = await openSecrets(folder, fileKeys(folder))
  const db = await openDatabase(folder, secrets.database)
  const known = await directory(db.settings, kinds)
  await known.take(settings())
  await kept(db.local, 'account').put('041102', {
    id: '041102',
    login: LOGIN,
    name: '张伟',
    verifier: await hash(PASSWORD),
    // Who was not online for a month may not sign in without the line.
    lastOnline: new Date().toISOString(),
  })
  const facts = notes(kept(db.local, 'note'))
  const centre = { id: '', sign: '', seal: '' }
  await facts.put('enrolment', { server: 'http://127.0.0.1:9', station: station.id, centre })
  await keepStationKey(fileKeys(folder), machineId(), makeStationKey())
  await facts.put('seeded', { seq: cases, scope: 'bench' })
  const events = eventStore(db.events, kept(db.local, SAID))
  const projection = await openProjection({
    folder,
    key: secrets.cases,
    kinds,
    events,
    outgoing: await outgoing(events, facts, kinds),
    follower: followers(searchFollower(kinds), pagesFollower(kinds)),
    changed: () => undefined,
  })
  await projection.seed(async take => {
    for (const batch of batches(cases)) {
      await seed(db.events, 'centre', [batch.map(e => JSON.stringify({ ...e, _deleted: false }))])
      await take(batch)
    }
  })
  await projection.close()
  await db.close()
}

function settings(): (Setting & { seq: number })[] {
  return [
    ...UNITS.map(value => ({ id: `unit:${value.id}` as const, kind: 'unit' as const, value, seq: 1 })),
    ...PEOPLE.map(value => ({ id: `person:${value.id}` as const, kind: 'person' as const, value, seq: 1 })),
    { id: `station:${station.id}`, kind: 'station', value: station, seq: 1 },
    { id: 'deployment', kind: 'deployment', value: { name: '云江市', zone: 'Asia/Shanghai' }, seq: 1 },
  ]
}

function* batches(cases: number): Generator<StoredEvent[]> {
  const random = createRandom(7)
  const invent = createPeople(random, TODAY)
  for (let from = 0; from < cases; from += BATCH)
    yield Array.from({ length: Math.min(BATCH, cases - from) }, (_, i) =>
      registration(from + i + 1, random, invent(ADULTS)),
    )
}

function registration(n: number, random: Random, person: InventedPerson): StoredEvent {
  const livedSince = addDays(TODAY, -random.whole(1, 900))
  return {
    id: `event-${n}`,
    caseId: `case-${n}`,
    type: 'population.resident',
    act: 'register',
    patch: {
      ...person,
      address: {
        area: '330402',
        street,
        community: communities[n % communities.length]!,
        building: `${(n % 40) + 1}幢`,
        room: `${(n % 900) + 100}室`,
      },
      dwelling: 'rented',
      purpose: 'work',
      livedSince,
      registeredOn: livedSince,
      source: 'window',
    },
    base: 0,
    by: { id: '041102', post: '041102-1', role: 'clerk', unit },
    station: station.id,
    at: `${livedSince}T01:00:00.000Z`,
    counter: n,
    seen: '',
    seq: n,
    verdict: 'accepted',
    problems: [],
  }
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kinds } from '../../../shared-types/src/domains/index.ts'
import type { CaseEvent } from '../../../shared-types/src/model/case.ts'
import { accept } from '../accept.ts'
import { diskBlobs } from '../blobs.ts'
import { openDatabase } from '../database.ts'
import { directoryReader } from '../directory.ts'
import { nobodysHash, personBy } from '../passwords.ts'
import { openStore, type Store } from '../store.ts'
import { type DemoData, demoData } from './demo-data.ts'
import { type FillParts, fillDemo } from './fill-demo.ts'

const NOW = '2026-11-22T01:00:00.000Z'
const PASSWORD = '窗台演示口令'
/** So many events of one station hold registrations, blank cards and the first applications with their cards. */
const SAMPLE = 260

const folders: string[] = []
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

async function emptyServer(): Promise<FillParts & { close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'chuangtai-demo-'))
  folders.push(folder)
  const database = await openDatabase(':memory:')
  const blobs = diskBlobs(join(folder, 'files'), 1_000_000)
  return { store: openStore(database.db, kinds), blobs, now: () => NOW, close: () => database.close() }
}

/** Everything that the history has written, in a fixed order. */
async function written({ db }: Store) {
  const keys = await db
    .selectFrom('case_keys')
    .selectAll()
    .orderBy('case_id')
    .orderBy('field')
    .orderBy('value')
    .execute()
  return {
    events: await db.selectFrom('events').selectAll().orderBy('seq').execute(),
    cases: await db.selectFrom('cases').selectAll().orderBy('id').execute(),
    keys,
    numbers: await db.selectFrom('number_uses').selectAll().orderBy('event_id').execute(),
    files: await db.selectFrom('case_files').selectAll().orderBy('case_id').orderBy('field').orderBy('hash').execute(),
  }
}

function groupsOf(events: readonly CaseEvent[]): CaseEvent[][] {
  return [...Map.groupBy(events, e => e.group?.id ?? e.id).values()]
}

describe('filling an empty server with the demo', () => {
  let data: DemoData
  beforeAll(async () => {
    data = await demoData(1, '2026-11-22')
  })

  it('writes what the gate would have written event by event', async () => {
    const [bureau, first] = data.stations
    const own = data.events.filter(e => e.station === bureau!.id || e.station === first!.id)
    const events = own.slice(
      0,
      own.findIndex((e, i) => i >= SAMPLE && (e.group?.place ?? 0) === 0),
    )
    expect(events.some(e => e.type === 'residence-permits.permit')).toBe(true)
    const bulk = await emptyServer()
    await fillDemo(bulk, { ...data, events }, PASSWORD)

    const single = await emptyServer()
    await fillDemo(single, { ...data, events: [] }, PASSWORD)
    const parts = { store: single.store, directory: directoryReader(kinds), now: single.now }
    for (const group of groupsOf(events)) {
      const station = data.stations.find(s => s.id === group[0]!.station)!
      for (const verdict of await accept(parts, station, [group])) expect(verdict.problems).toEqual([])
    }
    expect(await written(bulk.store)).toEqual(await written(single.store))
    await bulk.close()
    await single.close()
  })

  it('lets everybody sign in, has every file, and fills no server twice', async () => {
    const server = await emptyServer()
    await fillDemo(server, data, PASSWORD)
    expect(await personBy(server.store.db, 'zhangwei', PASSWORD, await nobodysHash())).toBe('041102')
    for (const { hash } of data.files) expect(await server.blobs.has(hash)).toBe(true)
    const { count } = await server.store.db
      .selectFrom('events')
      .select(eb => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(Number(count)).toBe(data.events.length)
    await expect(fillDemo(server, data, PASSWORD)).rejects.toThrow('empty server')
    await server.close()
  })
})

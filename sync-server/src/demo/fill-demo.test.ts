import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kinds } from '../../../shared-types/src/domains/index.ts'
import { makeCalendar } from '../../../shared-types/src/engine/calendar.ts'
import { addDays } from '../../../shared-types/src/engine/day.ts'
import type { CaseEvent } from '../../../shared-types/src/model/case.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import { accept } from '../accept.ts'
import { diskBlobs } from '../blobs.ts'
import { openDatabase } from '../database.ts'
import { directoryReader } from '../directory.ts'
import { judgeDay } from '../nightly/judge-day.ts'
import { raisedBefore, subjectsOn } from '../nightly/raised.ts'
import { nobodysHash, personBy } from '../passwords.ts'
import { followLog } from '../projection/follow.ts'
import { verifyRules } from '../projection/verify.ts'
import { RULES } from '../rules/all.ts'
import { evidenceOf } from '../rules/evidence.ts'
import type { Past } from '../rules/rule.ts'
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

/** Rows that the rules read of permits and that the events do not say so: another day, hour or machine, and attempts left out. */
async function rulesRead({ db }: Store, events: readonly CaseEvent[]): Promise<{ off: string[]; left: string[] }> {
  const local = (at: string) => new Date(Date.parse(at) + 8 * 3_600_000).toISOString()
  const applications = await run<{ id: string; station: string; day: string; time: string }>(
    db,
    'select id, station, day, time from rule_applications',
  )
  const prints = await run<{ id: string; device: string; day: string }>(db, 'select id, device, day from rule_prints')
  const last = (record: string, act: string) =>
    new Map(events.filter(e => e.type === `residence-permits.${record}` && e.act === act).map(e => [e.caseId, e]))
  const accepted = last('application', 'accept')
  const sent = last('print', 'send')
  const missed = last('print', 'miss')
  const wrong = applications.filter(({ id, station, day, time }) => {
    const event = accepted.get(id)
    return !event || event.by.unit !== station || local(event.at).slice(0, 19) !== `${day}T${time}`
  })
  const machines = prints.filter(({ id, device, day }) => {
    const event = sent.get(id)
    return event?.patch.deviceId !== device || local(event.at).slice(0, 10) !== day
  })
  const ids = new Set([...applications, ...prints].map(row => row.id))
  const all = [...accepted.keys(), ...[...sent.keys()].filter(id => !missed.has(id))]
  return { off: [...wrong, ...machines].map(row => row.id), left: all.filter(id => !ids.has(id)) }
}

function groupsOf(events: readonly CaseEvent[]): CaseEvent[][] {
  return [...Map.groupBy(events, e => e.group?.id ?? e.id).values()]
}

/** Nobody has raised anything. */
const NONE: Past = { since: async () => [], ever: async () => false }
const calendar = makeCalendar()
const ruleNamed = (id: string) => RULES.find(rule => rule.id === id)!

/** What the alerts of the demo say, and what the rules call for on their last days. */
async function alertsBeside({ db }: Store, events: readonly CaseEvent[]) {
  const directory = await directoryReader(kinds)(db)
  const said = events.filter(({ type, act }) => type === 'supervision.alert' && act === 'raise')
  const called = await Promise.all(
    said.map(async ({ patch }) => {
      const day = String(patch.to)
      const rule = ruleNamed(String(patch.rule))
      const { found, version, parameters } = await judgeDay({ db, day, calendar, past: NONE }, rule, directory)
      const one = found.find(({ alert }) => alert.subject === patch.subject)
      if (!one) return undefined
      const { measure, ...alert } = one.alert
      const { days, rows, rowCount } = await evidenceOf({ db, day, calendar }, one.alert, parameters)
      const evidence = { ...(days.length && { days }), ids: rows.map(({ id }) => id).sort(), rowCount }
      return { ...alert, ...evidence, measure: String(measure), unit: one.unit, parameterVersion: version }
    }),
  )
  return {
    called,
    said: said.map(({ by, patch }) => {
      const { level, meaning, raisedAt, raisedOn, subjectName, rows, ...rest } = patch
      return { ...rest, ids: (rows as { id: string }[]).map(({ id }) => id).sort(), unit: by.unit }
    }),
  }
}

/** Alerts of venues that the nights of these days would raise anew. */
async function raisedAnew({ db }: Store, days: readonly string[]): Promise<string[]> {
  const directory = await directoryReader(kinds)(db)
  const anew: string[] = []
  for (const rule of ['venue-footfall', 'unknown-venue'].map(ruleNamed))
    for (const day of days) {
      const { found } = await judgeDay({ db, day, calendar, past: raisedBefore(db, day) }, rule, directory)
      const known = await subjectsOn(db, rule.id, day)
      anew.push(...found.filter(({ alert }) => !known.has(alert.subject)).map(({ alert }) => `${alert.subject} ${day}`))
    }
  return anew
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
    // The line of the audit that tells of a rule has an id of its own each time.
    const rest = { ...data, ruleChanges: [], scans: [] }
    await fillDemo(bulk, { ...rest, events }, PASSWORD)

    const single = await emptyServer()
    await fillDemo(single, { ...rest, events: [] }, PASSWORD)
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
    expect(Number(count)).toBe(data.events.length + data.ruleChanges.length)
    await expect(fillDemo(server, data, PASSWORD)).rejects.toThrow('empty server')
    const parts = { ...server, directory: directoryReader(kinds) }
    // Others are served meanwhile, also on SQLite.
    let served = 0
    const others = setInterval(() => served++, 1)
    await followLog(parts)
    clearInterval(others)
    expect(served).toBeGreaterThan(data.events.length / 1000)
    expect((await verifyRules(parts)).problems).toEqual([])
    expect(await rulesRead(server.store, data.events)).toEqual({ off: [], left: [] })

    // Its alerts are what the rules call for, and no night raises one of them a second time.
    const { called, said } = await alertsBeside(server.store, data.events)
    expect(said.length).toBeGreaterThanOrEqual(6)
    expect(called).toEqual(said)
    const days = Array.from({ length: 20 }, (_, i) => addDays('2026-11-21', i - 19))
    expect(await raisedAnew(server.store, days)).toEqual(['YJ-0402-088 2026-11-21'])
    await server.close()
  })
})

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { supervision } from '../../../shared-types/src/domains/supervision/index.ts'
import { venues } from '../../../shared-types/src/domains/venues/index.ts'
import { CalendarError, makeOwnCalendar } from '../../../shared-types/src/engine/calendar.ts'
import { addDays } from '../../../shared-types/src/engine/day.ts'
import { sqlCaseStore } from '../../../shared-types/src/store/sql-case-store.ts'
import { list, run } from '../../../shared-types/src/store/statement.ts'
import { type DatabaseName, IN_TURN, LONG_RUN } from '../../../test/databases.ts'
import { type Postgres, startPostgres } from '../../../test/postgres.ts'
import { loadDataSet, loadNight } from '../../src/backtest/load.ts'
import { eyes } from '../../src/nightly/eyes.ts'
import { pass } from '../../src/nightly/pass.ts'
import { raisedBefore } from '../../src/nightly/raised.ts'
import { ask, claim, finish, isLeft, LEASE, renew, runsBetween } from '../../src/nightly/runs.ts'
import { nightly } from '../../src/nightly/schedule.ts'
import { markDirty } from '../../src/projection/dirty-days.ts'
import { countAnew } from '../../src/projection/station-days.ts'
import { RULES } from '../../src/rules/all.ts'
import { evidenceOf } from '../../src/rules/evidence.ts'
import { type Alert, LEDGER_IDS } from '../../src/rules/rule.ts'
import { GROUND } from '../../src/scope.ts'
import { putSetting } from '../../src/settings.ts'
import { unpacked } from './data-set.ts'
import { type Found, FROM, type History, histories, LAST, writeHistory } from './history.ts'
import { type NightWorld, nightWorld, setParameters } from './night-world.ts'
import { plainEvidence } from './plain-evidence.ts'
import { plainReading } from './plain-reading.ts'

const UNITS = [
  { id: 'C', name: '市局', level: 'city' },
  { id: 'D', name: '区分局', level: 'district', parent: 'C' },
  { id: 'S1', name: '一所', level: 'station', parent: 'D' },
  { id: 'S2', name: '二所', level: 'station', parent: 'D' },
  { id: 'S3', name: '三所', level: 'station', parent: 'C' },
] as const

/** A data set has no ledgers. */
const OFF = Object.fromEntries(LEDGER_IDS.map(id => [id, {}]))

const base = await mkdtemp(join(tmpdir(), 'chuangtai-nightly-'))
let postgres: Postgres | undefined
const worlds: NightWorld[] = []
beforeAll(async () => {
  if (LONG_RUN) postgres = await startPostgres()
})
afterAll(async () => {
  for (const world of worlds) await world.close()
  await postgres?.stop()
  await rm(base, { recursive: true, force: true })
})

const address = async (name: DatabaseName) => (name === 'postgres' ? await postgres!.database() : ':memory:')

async function worldOf(at: string, special?: { holidays: string[]; workdays: string[] }): Promise<NightWorld> {
  const world = await nightWorld(at, UNITS, special)
  worlds.push(world)
  return world
}

/** A world whose every n-th writing transaction fails, before it commits. */
function faulty(world: NightWorld, every: number): NightWorld {
  const count = { calls: 0 }
  const transaction: NightWorld['store']['transaction'] = work =>
    world.store.transaction(async turn => {
      const done = await work(turn)
      if (++count.calls % every === 0) throw new Error('the power is gone')
      return done
    })
  return { ...world, store: { ...world.store, transaction } }
}

const json = async <T>(folder: string, name: string): Promise<T> =>
  JSON.parse(await readFile(join(folder, name), 'utf8')) as T

/** Of which registrations a data set has the table of that night. */
const nights = (folder: string, day: string) =>
  (['residents', 'employments'] as const).filter(kind => existsSync(join(folder, kind, `${day}.csv`)))

/** What lies before the first day that is judged is what registrations are compared with. */
async function baselines({ store: { db } }: NightWorld, folder: string): Promise<void> {
  for (let day = '2025-12-01'; day < '2026-01-05'; day = addDays(day, 1))
    for (const kind of nights(folder, day)) {
      await loadNight(db, kind, day, folder, () => {})
      const at = { db, day }
      for (const rule of RULES)
        for (let after: string | undefined = ''; after !== undefined; ) after = await rule.remember?.(at, after)
    }
}

describe.each(IN_TURN)('the nightly run on %s', name => {
  test('raises exactly what a data set calls for, whatever is cut off in the middle', async () => {
    const { folder, ...all } = await unpacked(base, 'params')
    const world = await worldOf(await address(name), await json(folder, 'holidays.json'))
    const { db } = world.store
    await setParameters(world, await json(folder, 'params.json'))
    await setParameters(world, OFF, false)
    await loadDataSet(db, folder, () => {})
    await baselines(world, folder)
    const cut = faulty(world, LONG_RUN ? 5 : 9)
    const last = LONG_RUN ? '2026-03-15' : '2026-01-11'
    for (let day = '2026-01-05'; day <= last; day = addDays(day, 1)) {
      for (const kind of nights(folder, day)) await loadNight(db, kind, day, folder, () => {})
      for (let tries = 0; ; tries++) {
        expect(tries, world.faults.at(-1)).toBeLessThan(30)
        const { failed } = await pass(cut, day, 'one').catch(() => ({ failed: 1 }))
        if (!failed) break
      }
    }
    const expected = all.expected.filter(({ to }) => to <= last)
    expect(await world.raised()).toEqual(expected)
    const cases = await run<{ n: number }>(db, "select count(*) as n from cases where type = 'supervision.alert'")
    expect(cases[0]!.n).toBe(expected.length)
    const runs = await runsBetween(db, '2026-01-05', last)
    expect(runs.every(({ state, again }) => state === 'done' && again === 0)).toBe(true)
    expect(runs.reduce((sum, { alerts }) => sum + alerts, 0)).toBe(expected.length)
    expect(world.faults.every(fault => fault.includes('the power is gone'))).toBe(true)
  })

  test('keeps the evidence that a plain reading finds, and rows that come late neither double nor lose an alert', async () => {
    const counts = { alerts: 0, added: 0, rules: new Set<string>() }
    for (const history of fc.sample(histories, { numRuns: LONG_RUN ? (name === 'postgres' ? 6 : 20) : 2, seed: 5 })) {
      const world = await worldOf(await address(name), history)
      const { db } = world.store
      const folder = await mkdtemp(join(base, 'history-'))
      await writeHistory(folder, { ...history, residents: new Map(), employments: new Map() })
      await loadDataSet(db, folder, () => {})
      await setParameters(world, history.parameters)
      const calendar = makeOwnCalendar(history, 2024, 2027)

      const called = plainReading({ ...history, residents: new Map(), employments: new Map() }, FROM, LAST)
      for (const found of called) {
        const at = { db, day: found.to, calendar }
        const set = { ...RULES.find(({ id }) => id === found.rule)!.defaults, ...history.parameters[found.rule] }
        expect(await evidenceOf(at, found as Alert, set), JSON.stringify(found)).toEqual(plainEvidence(history, found))
        counts.rules.add(found.rule)
      }

      const late = history.permits.filter((_, n) => n % 3 === 0)
      const rows = await takeAway(world, late)
      await pass(world, FROM, 'one')
      await pass(world, LAST, 'one')
      const before = await world.raised()
      await bringBack(world, rows)
      await pass(world, LAST, 'one')
      const after = await world.raised()
      const key = ({ rule, subject, to }: Found) => [rule, subject, to].join(' ')
      expect(new Set(after.map(key)).size).toBe(after.length)
      expect(after.map(key)).toEqual(expect.arrayContaining(before.map(key)))
      // Whatever any day calls for now, with what was raised before it, has been raised.
      for (let day = FROM; day <= LAST; day = addDays(day, 1))
        for (const rule of RULES.filter(({ remembers }) => !remembers)) {
          const at = { db, day, calendar, past: raisedBefore(db, day) }
          const calls = await rule.judge(at, { ...rule.defaults, ...history.parameters[rule.id] })
          expect(after.map(key)).toEqual(expect.arrayContaining(calls.map(alert => key(alert as Found))))
        }
      await pass(world, LAST, 'two')
      expect(await world.raised()).toEqual(after)
      expect(world.faults).toEqual([])
      counts.alerts += after.length
      counts.added += after.length - before.length
    }
    expect(counts.alerts).toBeGreaterThan(40)
    expect(counts.added).toBeGreaterThan(0)
    if (LONG_RUN && name === 'sqlite') expect(counts.rules.size).toBe(10)
  })

  test('goes on where another instance died, and lets what that one still does not count', async () => {
    const world = await worldOf(await address(name))
    const { db } = world.store
    const [day, rule] = ['2026-02-27', 'off-hours'] as const
    const dead = await claim(db, { rule, day, holder: 'dead' }, world.clock.now)
    expect(dead).toMatchObject({ round: 1 })
    expect(await claim(db, { rule, day, holder: 'two' }, world.clock.now)).toBeUndefined()
    await pass(world, day, 'two')
    const of = async () => (await runsBetween(db, day, day)).find(row => row.rule === rule)!
    expect(await of()).toMatchObject({ state: 'running', holder: 'dead' })
    expect((await runsBetween(db, day, day)).filter(({ state }) => state === 'done')).toHaveLength(RULES.length - 1)
    world.clock.now = new Date(Date.parse(world.clock.now) + LEASE + 1).toISOString()
    expect(await isLeft(db, world.clock.now)).toBe(true)
    await pass(world, day, 'two')
    expect(await of()).toMatchObject({ state: 'done', holder: 'two', round: 2 })
    expect(await renew(db, dead!, world.clock.now)).toBe(false)
    await finish(db, dead!, { ms: 1, judged: 99, version: 9 }, world.clock.now)
    expect(await of()).toMatchObject({ judged: 0, version: 0 })
  })

  test('a venue that nobody knew is opened once, where somebody above all has to say whose it is', async () => {
    const world = await nightWorld(await address(name), UNITS, undefined, [supervision, venues])
    worlds.push(world)
    const { db } = world.store
    const scans = [
      ['X-9', '2026-02-26', 4],
      ['X-9', '2026-02-27', 5],
      // No venue can have such a code: the alert alone tells of it.
      ['门口那家', '2026-02-27', 1],
    ] as const
    for (const scan of scans) await run(db, 'insert into venue_days (venue, day, count) values (?, ?, ?)', [...scan])
    for (const day of ['2026-02-26', '2026-02-27', '2026-02-27']) await pass(world, day, 'one')
    expect(world.faults).toEqual([])
    const subjects = (await world.raised()).flatMap(({ rule, subject }) => (rule === 'unknown-venue' ? [subject] : []))
    expect(subjects).toEqual(['X-9', '门口那家'])
    const opened = await sqlCaseStore(db, world.kinds).find(world.kinds.get('venues.venue')!, { scope: GROUND })
    expect(opened.map(({ unit, state, data }) => [unit, state, data])).toEqual([
      ['C', 'open', { venueCode: 'X-9', name: 'X-9', registeredOn: '2026-02-26', origin: 'scans' }],
    ])
  })

  test('a year without a calendar stops the rules that need one, by its name, and is judged once there is one', async () => {
    const world = await worldOf(await address(name))
    const { db } = world.store
    const day = '2029-03-01'
    const admin = {
      id: 'p1',
      name: '管理',
      login: 'admin',
      posts: [{ id: 'o1', role: 'administrator', unit: 'C' }],
    } as const
    await world.store.transaction(turn =>
      putSetting(turn, { id: 'person:p1', kind: 'person', value: admin }, world.now()),
    )
    expect(await pass(world, day, 'one')).toEqual({ judged: RULES.length - 3, failed: 3 })
    const failed = (await runsBetween(db, day, day)).filter(({ state }) => state === 'failed')
    expect(failed.map(({ rule, error }) => `${rule} ${error}`)).toEqual([
      'off-hours calendar 2029',
      'permit-volume calendar 2029',
      'turnaround calendar 2029',
    ])
    expect(await pass(world, day, 'one')).toEqual({ judged: 0, failed: 3 })
    // Told once, to whoever can mend it.
    expect(await run(db, 'select person, template, holes from messages')).toEqual([
      { person: 'p1', template: 'calendar-missing', holes: '{"year":2029}' },
    ])
    const value = { holidays: ['2028-10-02', '2029-01-01', '2029-05-01'], workdays: [] }
    await world.store.transaction(turn => putSetting(turn, { id: 'calendar', kind: 'calendar', value }, world.now()))
    expect(await pass(world, day, 'one')).toEqual({ judged: 3, failed: 0 })
  })
})

test('a thread looks through a large SQLite file and finds the same, while others are served', async () => {
  const { folder } = await unpacked(base, 'params')
  const [day, venues] = ['2026-01-11', 3000] as const
  const file = join(base, 'large.sqlite')
  const world = { ...(await worldOf(file, await json(folder, 'holidays.json'))), database: file, threadFrom: 0 }
  const { db } = world.store
  await loadDataSet(db, folder, () => {})
  await loadNight(db, 'residents', day, folder, () => {})
  const [here, see] = [eyes({ ...world, threadFrom: Number.POSITIVE_INFINITY }), eyes(world)]
  let found = 0
  for (const { id: rule } of RULES) {
    const looked = await here.look({ rule, day, judged: true })
    expect(await see.look({ rule, day, judged: true })).toEqual(looked)
    found += looked.fresh.length
  }
  expect(found).toBeGreaterThan(5)
  expect(await pass(world, day, 'one')).toEqual({ judged: RULES.length, failed: 0 })
  expect(await world.raised()).toHaveLength(found)
  // What a rule remembers is written here, all of it.
  const counted = async (table: string) => await run(db, `select count(*) as n from ${table} where kind = 'residents'`)
  expect(await counted('rule_baselines')).toEqual(await counted('rule_registrations'))

  for (let v = 0; v < venues; v += 500) {
    const codes = Array.from({ length: 500 }, (_, i) => `W${v + i}`)
    const [all, each] = [list(500, "(?, 'S1', 5, 9, '2025-01-01')"), list(500, `(?, '${day}', 7)`)]
    await run(db, `insert into rule_venues (venue, unit, minimum, maximum, registered_on) values ${all}`, codes)
    await run(db, `insert into venue_days (venue, day, count) values ${each}`, codes)
  }
  const question = { rule: 'venue-footfall', day, judged: true } as const
  await see.look(question)
  const state = { looking: true, served: 0 }
  const looked = see.look(question).finally(() => {
    state.looking = false
  })
  while (state.looking) {
    await run(db, 'select value from counter')
    state.served++
    await breathe()
  }
  expect((await looked).judged).toBeGreaterThan(venues)
  expect(state.served).toBeGreaterThan(5)
  const year = { rule: 'off-hours', day: '2031-03-03', judged: true } as const
  await expect(see.look(year)).rejects.toEqual(new CalendarError(2031))
  await see.close()
  expect(world.faults).toEqual([])
})

test('a new deployment begins with yesterday once the hour has come, and what was missed is caught up', async () => {
  const world = await worldOf(':memory:')
  const { db } = world.store
  const days = async () => [...new Set((await runsBetween(db, '2026-01-01', '2026-12-31')).map(({ day }) => day))]
  const started = async (hour: string | undefined, now: string) => {
    world.clock.now = now
    const night = nightly(world, hour)
    await night.start()
    await night.stop()
  }
  // 02:29 and 02:30 of Shanghai.
  await started(undefined, '2026-03-01T18:29:00.000Z')
  expect(await days()).toEqual([])
  await started('02:30', '2026-03-01T18:29:00.000Z')
  expect(await days()).toEqual(['2026-02-28'])
  await started('02:30', '2026-03-01T18:30:00.000Z')
  expect(await days()).toEqual(['2026-03-01', '2026-02-28'])
  await started('02:30', '2026-03-05T20:00:00.000Z')
  expect(await days()).toEqual(['05', '04', '03', '02', '01'].map(day => `2026-03-${day}`).concat('2026-02-28'))
  const runs = await runsBetween(db, '2026-01-01', '2026-12-31')
  expect(runs).toHaveLength(6 * RULES.length)
  expect(runs.every(({ state, round }) => state === 'done' && round === 1)).toBe(true)
  expect(world.faults).toEqual([])
})

describe.runIf(LONG_RUN)('several instances on one PostgreSQL', () => {
  const [first, last] = ['2026-01-05', '2026-03-15']
  const remembering = RULES.flatMap(({ id, remembers }) => (remembers ? [id as string] : []))

  /** The data set without the registrations, whose tables are of one night each. */
  async function prepared() {
    const { folder, expected } = await unpacked(base, 'params')
    const at = await postgres!.database()
    const one = await worldOf(at, await json(folder, 'holidays.json'))
    one.clock.now = new Date().toISOString()
    await setParameters(one, await json(folder, 'params.json'))
    await setParameters(one, OFF, false)
    await loadDataSet(one.store.db, folder, () => {})
    for (const { id } of RULES) await ask(one.store.db, id, first, last)
    return { at, one, expected: expected.filter(({ rule }) => !remembering.includes(rule)) }
  }

  test('each day of a rule is judged once', async () => {
    const { at, one, expected } = await prepared()
    const two = await worldOf(at)
    two.clock.now = one.clock.now
    const passed = { one: 0, two: 0 }
    // An instance leaves what the other is at, and looks again later.
    for (let found = 1; found > 0; ) {
      const [a, b] = await Promise.all([pass(one, last, 'one'), pass(two, last, 'two')])
      passed.one += a.judged
      passed.two += b.judged
      found = a.judged + b.judged
    }
    const runs = await runsBetween(one.store.db, first, last)
    expect(runs).toHaveLength(RULES.length * 70)
    expect(runs.every(({ state, round }) => state === 'done' && round === 1)).toBe(true)
    expect(passed.one + passed.two).toBe(runs.length)
    expect(Math.min(passed.one, passed.two)).toBeGreaterThan(20)
    expect(await one.raised()).toEqual(expected)
    expect([...one.faults, ...two.faults]).toEqual([])
  })

  test('one that is killed in the middle hands over within a minute', async () => {
    const { at, one, expected } = await prepared()
    const { db } = one.store
    const child = spawn(process.execPath, [join(import.meta.dirname, 'night-child.ts'), at, last, 'child'], {
      stdio: 'inherit',
    })
    const ended = new Promise<NodeJS.Signals | null>(resolve => child.once('exit', (_, signal) => resolve(signal)))
    const running = async () => (await runsBetween(db, first, last)).filter(({ state }) => state === 'running')
    const isUnderWay = async () => (await runsBetween(db, first, last)).filter(({ round }) => round > 0).length > 30
    while (!((await isUnderWay()) && (await running()).length)) await sleep(5)
    child.kill('SIGKILL')
    expect(await ended).toBe('SIGKILL')
    const killed = Date.now()
    const open = async () => (await runsBetween(db, first, last)).filter(({ state }) => state !== 'done')
    const left = await running()
    while ((await open()).length) {
      one.clock.now = new Date().toISOString()
      if ((await isLeft(db, one.clock.now)) || Date.now() - killed < 1000) await pass(one, last, 'one')
      const again = await runsBetween(db, first, last)
      // What the other was at when it died is judged within a minute.
      for (const { rule, day } of left)
        if (Date.now() - killed > 60_000)
          expect(again.find(row => row.rule === rule && row.day === day)).toMatchObject({ state: 'done' })
      await sleep(500)
    }
    expect(await one.raised()).toEqual(expected)
    const cases = await run<{ n: number }>(db, "select count(*) as n from cases where type = 'supervision.alert'")
    expect(cases[0]!.n).toBe(expected.length)
    expect(one.faults).toEqual([])
  }, 180_000)
})

/** Takes applications away as if they had not come yet; answers their rows. */
async function takeAway({ store: { db } }: NightWorld, late: History['permits']) {
  const ids = late.map(({ id }) => id)
  const rows = await db
    .selectFrom('rule_applications' as never)
    .selectAll()
    .where('id' as never, 'in', ids as never)
    .execute()
  await run(db, `delete from rule_applications where id in (${list(ids.length)})`, ids)
  await countAnew(db)
  return rows as Record<string, string>[]
}

async function bringBack({ store: { db }, now }: NightWorld, rows: readonly Record<string, string>[]): Promise<void> {
  for (const row of rows)
    await run(
      db,
      `insert into rule_applications (${Object.keys(row).join(', ')}) values (${list(Object.keys(row).length)})`,
      Object.values(row),
    )
  await countAnew(db)
  const days = rows.flatMap(({ day = '', decided = '', issued = '' }) => [day, decided, issued])
  await markDirty(db, days, now())
}

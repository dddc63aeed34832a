import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeCalendar } from '../../../shared-types/src/engine/calendar.ts'
import { addDays } from '../../../shared-types/src/engine/day.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import { type DatabaseName, IN_TURN, LONG_RUN } from '../../../test/databases.ts'
import { type Postgres, startPostgres } from '../../../test/postgres.ts'
import { loadDataSet, loadNight } from '../../src/backtest/load.ts'
import { pass } from '../../src/nightly/pass.ts'
import { raisedBefore } from '../../src/nightly/raised.ts'
import { runsBetween } from '../../src/nightly/runs.ts'
import { RULES } from '../../src/rules/all.ts'
import { unpacked } from './data-set.ts'
import { type NightWorld, nightWorld, setParameters } from './night-world.ts'

const UNITS = [
  { id: 'C', name: '市局', level: 'city' },
  { id: 'D', name: '区分局', level: 'district', parent: 'C' },
  { id: 'S1', name: '一所', level: 'station', parent: 'D' },
  { id: 'S2', name: '二所', level: 'station', parent: 'D' },
  { id: 'S3', name: '三所', level: 'station', parent: 'C' },
] as const

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
      const at = { db, day, calendar: makeCalendar(), past: raisedBefore(db, day) }
      for (const rule of RULES) if (rule.remembers) await rule.judge(at, {})
    }
}

describe.each(IN_TURN)('the nightly run on %s', name => {
  test('raises exactly what a data set calls for, whatever is cut off in the middle', async () => {
    const { folder, ...all } = await unpacked(base, 'params')
    const world = await worldOf(await address(name), await json(folder, 'holidays.json'))
    const { db } = world.store
    await setParameters(world, await json(folder, 'params.json'))
    await loadDataSet(db, folder, () => {})
    await baselines(world, folder)
    const cut = faulty(world, 5)
    const last = LONG_RUN ? '2026-03-15' : '2026-01-31'
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
})

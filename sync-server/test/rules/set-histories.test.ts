import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeOwnCalendar } from '../../../shared-types/src/engine/calendar.ts'
import { addDays } from '../../../shared-types/src/engine/day.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import { type DatabaseName, IN_TURN, LONG_RUN } from '../../../test/databases.ts'
import { type Postgres, startPostgres } from '../../../test/postgres.ts'
import { loadDataSet, loadNight } from '../../src/backtest/load.ts'
import { ownPast } from '../../src/backtest/past.ts'
import { openDatabase } from '../../src/database.ts'
import { judgeDay } from '../../src/nightly/judge-day.ts'
import { PAGE_RULES } from '../../src/rules/all.ts'
import type { Db } from '../../src/store.ts'
import { type Found, FROM, type History, histories, LAST, writeHistory } from './history.ts'
import { reader } from './plain-reading.ts'

const RUNS = Number(process.env.CHUANGTAI_RULE_HISTORIES ?? (LONG_RUN ? 200 : 2))

const base = await mkdtemp(join(tmpdir(), 'chuangtai-set-histories-'))
let postgres: Postgres
beforeAll(async () => {
  if (LONG_RUN) postgres = await startPostgres()
})
afterAll(async () => {
  await postgres?.stop()
  await rm(base, { recursive: true, force: true })
})

/** S1 and S2 under D, S3 under E, all under the city. */
const ABOVE: Readonly<Record<string, string>> = { S1: 'D', S2: 'D', S3: 'E', D: 'TOP', E: 'TOP' }
const UNITS = [
  { id: 'TOP', name: '市局', level: 'city' },
  ...['D', 'E'].map(id => ({ id, name: id, level: 'district' as const, parent: 'TOP' })),
  ...['S1', 'S2', 'S3'].map(id => ({ id, name: id, level: 'station' as const, parent: ABOVE[id]! })),
] as const

const POOL: Readonly<Record<string, readonly Record<string, number>[]>> = {
  turnaround: [{ maxWorkingDays: 0 }, { maxWorkingDays: 1 }, { maxWorkingDays: 4 }],
  'permit-volume': [{ minHistory: 6, minExcess: 2, k: 1 }, { minHistory: 9 }],
  'void-rate': [
    { minCases: 2, alpha: 0.4, factor: 1 },
    { minCases: 4, windowDays: 4, alpha: 0.3 },
  ],
  'rejection-rate': [
    { minCases: 2, alpha: 0.4, factor: 1 },
    { minCases: 4, windowDays: 4, alpha: 0.3 },
  ],
  'multi-place': [{ windowDays: 6 }, { windowDays: 20, minPlaces: 3 }],
  'shared-address': [
    { windowDays: 12, minHolders: 3 },
    { windowDays: 30, minHolders: 2 },
  ],
  'venue-footfall': [{ windowDays: 3 }, { windowDays: 5 }],
  'off-hours': [{}],
}
const BY_UNIT = ['turnaround', 'permit-volume', 'void-rate', 'rejection-rate']

const day = fc.integer({ min: -3, max: 31 }).map(n => addDays(FROM, n))
const change = fc.constantFrom(...Object.keys(POOL)).chain(rule =>
  fc.record({
    rule: fc.constant(rule),
    unit: fc.constantFrom('', ...(BY_UNIT.includes(rule) ? ['TOP', 'D', 'E', 'S1', 'S2', 'S3'] : [])),
    from: day,
    parameters: fc.constantFrom(...POOL[rule]!),
    /** Off, or for a unit back to what holds above it. */
    ends: fc.nat(4).map(n => n === 0),
  }),
)
const SUBJECTS = ['S1', 'S2', 'D', 'TOP', 'C1', 'C2', 'C3', 'A1', 'A2', 'V0', 'V1', 'V2|low', 'V9', 'P1', 'Q1', 'R1']
const exemption = fc.record({
  rule: fc.constantFrom(...PAGE_RULES.map(({ id }) => id)),
  subject: fc.constantFrom(...SUBJECTS),
  from: day,
  days: fc.nat(25),
  /** Ended so many days after its first. */
  ended: fc.option(fc.nat(10)),
})
const TIMES = ['00:00', '08:00', '12:00', '14:30', '17:00', '24:00']
const duty = fc.record({
  station: fc.constantFrom('S1', 'S2', 'S3'),
  day,
  between: fc.uniqueArray(fc.constantFrom(...TIMES), { minLength: 2, maxLength: 2 }).map(of => of.sort()),
})
const worlds = fc.record({
  history: histories,
  changes: fc.array(change, { minLength: 4, maxLength: 14 }),
  exemptions: fc.array(exemption, { minLength: 10, maxLength: 40 }),
  duties: fc.array(duty, { minLength: 5, maxLength: 25 }),
})
type World = typeof worlds extends fc.Arbitrary<infer W> ? W : never

const everywhere = ({ parameters }: History) =>
  Object.entries(parameters).map(([rule, own]) => ({
    rule,
    unit: '',
    from: '2000-01-01',
    parameters: own,
    ends: false,
  }))
const dutiesOf = ({ duties }: World) =>
  duties.map(({ between: [from, to], ...at }) => ({ ...at, from: from!, to: to! }))

/** The same by the tables, as the night judges. */
async function judged(name: DatabaseName, world: World): Promise<Found[]> {
  const folder = await mkdtemp(join(base, 'history-'))
  await writeHistory(folder, world.history)
  const { db, close } = await openDatabase(name === 'postgres' ? await postgres.database() : ':memory:')
  try {
    await loadDataSet(db, folder, () => {})
    await put(db, world)
    const calendar = makeOwnCalendar(world.history, 2024, 2028)
    const past = ownPast()
    const found: Found[] = []
    for (let on = FROM; on <= LAST; on = addDays(on, 1)) {
      for (const kind of ['residents', 'employments'] as const)
        if (world.history[kind].has(on)) await loadNight(db, kind, on, folder, () => {})
      for (const rule of PAGE_RULES) {
        const { found: own } = await judgeDay({ db, day: on, calendar, past }, rule, { units: UNITS })
        for (let after: string | undefined = ''; after !== undefined; )
          after = await rule.remember?.({ db, day: on }, after)
        past.add(own.map(({ alert }) => alert))
        found.push(
          ...own.map(({ alert: { rule: id, subject, from, to, measure } }) => ({
            rule: id,
            subject,
            from,
            to,
            measure,
          })),
        )
      }
    }
    return found
  } finally {
    await close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function put(db: Db, world: World): Promise<void> {
  for (const [n, c] of [...everywhere(world.history), ...world.changes].entries())
    await run(db, `insert into rule_changes values (?, ?, ?, ?, ?, ?, '', '', '', '', '', '')`, [
      ...[n + 1, c.rule, c.unit, c.from, c.unit === '' && c.ends ? 0 : 1],
      c.unit !== '' && c.ends ? '' : JSON.stringify(c.parameters),
    ])
  for (const [n, e] of world.exemptions.entries())
    await run(db, `insert into rule_exemptions values (?, ?, ?, '', ?, ?, '', '', '', ?, '', '')`, [
      ...[`E${n}`, e.rule, e.subject, e.from, addDays(e.from, e.days)],
      e.ended === null ? '' : addDays(e.from, e.ended),
    ])
  for (const [n, u] of dutiesOf(world).entries())
    await run(db, 'insert into rule_duties values (?, ?, ?, ?, ?)', [`U${n}`, u.station, u.day, u.from, u.to])
}

/** The page, read once more: each unit by its own figures, and without what is left out. */
function plain(world: World): Found[] {
  const { exemptions, history } = world
  const found: Found[] = []
  const changes = [...everywhere(history), ...world.changes]
  const last = (rule: string, unit: string, on: string) =>
    changes
      .filter(c => c.rule === rule && c.unit === unit && c.from <= on)
      .reduce<(typeof changes)[number] | undefined>((a, b) => (a && a.from > b.from ? a : b), undefined)
  const holds = (rule: string, unit: string, on: string): Record<string, number> => {
    for (let at: string | undefined = unit; at !== undefined; at = ABOVE[at]) {
      const own = last(rule, at, on)
      if (own && !own.ends) return own.parameters
    }
    return last(rule, '', on)?.parameters ?? {}
  }
  const readers = new Map<string, ReturnType<typeof reader>>()
  const read = (rule: string, set: Record<string, number>) => {
    const key = JSON.stringify([rule, set])
    const parameters = { [rule]: set }
    readers.set(key, readers.get(key) ?? reader({ ...history, duties: dutiesOf(world), parameters }, found))
    return readers.get(key)!
  }
  const isOut = (a: Found, unit: string) =>
    exemptions.some(
      e =>
        e.rule === a.rule &&
        [a.subject, a.subject.replace(/\|(low|high)$/, ''), unit].includes(e.subject) &&
        e.from <= a.to &&
        a.to <= addDays(e.from, e.days) &&
        !(e.ended !== null && addDays(e.from, e.ended) <= a.to),
    )
  for (let on = FROM; on <= LAST; on = addDays(on, 1))
    for (const { id } of PAGE_RULES) {
      if (last(id, '', on)?.ends) continue
      const units = ['', 'TOP', 'D', 'E', 'S1', 'S2', 'S3']
      const sets = new Map(units.map(unit => [JSON.stringify(holds(id, unit, on)), holds(id, unit, on)]))
      const today = [...sets].flatMap(([key, set]) =>
        read(id, set)(on, false).filter(a => {
          const unit = unitOf(history, a)
          return a.rule === id && JSON.stringify(holds(id, unit, on)) === key && !isOut(a, unit)
        }),
      )
      found.push(...today)
    }
  return found
}

/** The unit that an alert concerns. */
function unitOf({ permits, prints }: History, { from, rule, subject, to }: Found): string {
  const line = (unit: string): string[] => (ABOVE[unit] === undefined ? [unit] : [unit, ...line(ABOVE[unit])])
  const lowest = (all: readonly string[]) => line(all[0]!).find(unit => all.every(one => line(one).includes(unit)))!
  const within = permits.filter(p => p.day >= from && p.day <= to)
  if (subject in ABOVE) return subject
  if (rule === 'turnaround') return permits.find(p => p.id === subject)!.station
  if (rule === 'terminal-mismatch') return prints.find(p => p.id === subject)!.station
  if (rule === 'multi-place') return lowest(within.filter(p => p.citizen === subject).map(p => p.station))
  if (rule === 'shared-address') return lowest(within.filter(p => p.address === subject).map(p => ABOVE[p.station]!))
  return 'TOP'
}

const lines = (found: readonly Found[]) =>
  found
    .map(({ rule, subject, from, to, measure }) =>
      [to, rule, subject, from, typeof measure === 'number' ? measure.toFixed(6) : measure].join(' '),
    )
    .sort()

describe.each(IN_TURN)('rules as they are set by unit and day, with exemptions and duty, on %s', name => {
  test('agree with the plain reading of their page on random histories', async () => {
    const spoke = new Set<string>()
    await fc.assert(
      fc.asyncProperty(worlds, async world => {
        const found = plain(world)
        for (const { rule } of found) spoke.add(rule)
        expect(lines(await judged(name, world))).toEqual(lines(found))
      }),
      { numRuns: Math.ceil(name === 'postgres' ? RUNS / 10 : RUNS), seed: 5, endOnFailure: true },
    )
    if (name === 'sqlite') expect(spoke.size).toBeGreaterThan(LONG_RUN ? 11 : 5)
  })
})

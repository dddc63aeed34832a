import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kinds } from '../../shared-types/src/domains/index.ts'
import { makeOwnCalendar } from '../../shared-types/src/engine/calendar.ts'
import { addDays } from '../../shared-types/src/engine/day.ts'
import { run } from '../../shared-types/src/store/statement.ts'
import { openDatabase } from '../../sync-server/src/database.ts'
import { directoryReader } from '../../sync-server/src/directory.ts'
import { judgeDay } from '../../sync-server/src/nightly/judge-day.ts'
import { raisedBefore } from '../../sync-server/src/nightly/raised.ts'
import { rehearse } from '../../sync-server/src/rehearsal/rehearse.ts'
import { RULES } from '../../sync-server/src/rules/all.ts'
import { type Db, openStore } from '../../sync-server/src/store.ts'
import { startPostgres } from '../postgres.ts'
import { atMost, type Bench, compare, type Row, told, wallTime } from './measure.ts'
import { HAND_WRITTEN } from './rules.by-hand.ts'
import { fillRules, type RuleWorld } from './rules.world.ts'

const number = (name: string, usual: number) => Number(process.env[name] ?? usual)

/** The full size is 400 stations, 2,000,000 applications over 1,095 days, and 20,000 venues over 60. */
const WORLD: RuleWorld = {
  stations: number('RULES_STATIONS', 400),
  applications: number('RULES_APPLICATIONS', 100_000),
  days: number('RULES_DAYS', 1095),
  venues: number('RULES_VENUES', 20_000),
  scanDays: number('RULES_SCAN_DAYS', 60),
  last: '2026-03-05',
}
const ROUNDS = number('RULES_ROUNDS', 9)

/**
 * All rules for one night, and the same asked of the database by hand: one plain statement for each rule, whose rows are
 * fetched and not looked at. Then a rehearsal of the venues' rule over all days of which there are counts.
 */
export default {
  name: `rules: ${WORLD.applications} applications, ${WORLD.venues} venues over ${WORLD.scanDays} days`,
  async run(): Promise<Row[]> {
    const folder = await mkdtemp(join(tmpdir(), 'chuangtai-rules-bench-'))
    const rows = await measured('SQLite', join(folder, 'server.sqlite'))
    await rm(folder, { recursive: true, force: true })
    if (process.env.RULES_POSTGRES === 'no') return rows
    const postgres = await startPostgres()
    try {
      return [...rows, ...(await measured('PostgreSQL', await postgres.database()))]
    } finally {
      await postgres.stop()
    }
  },
} satisfies Bench

async function measured(name: string, at: string): Promise<Row[]> {
  const { db, close } = await openDatabase(at)
  try {
    await fillRules(db, WORLD)
    await run(db, 'analyze')
    const calendar = makeOwnCalendar({ holidays: [], workdays: [] }, 2020, 2028)
    const store = openStore(db, kinds)
    const directory = await directoryReader(kinds)(db)
    const day = WORLD.last
    const night = (view: Db) => async () => {
      const alerts = []
      for (const rule of RULES)
        alerts.push(
          ...(await judgeDay({ db: view, day, calendar, past: raisedBefore(view, day) }, rule, directory)).found,
        )
      return alerts
    }
    const byHand = async () => {
      for (const [text, values] of HAND_WRITTEN(day, calendar)) await run(db, text, values)
    }
    // Of a database server the time that counts is not this process's.
    const { rules, hand } = await compare(
      'hand',
      { hand: byHand, rules: night(db) },
      { operations: 1, rounds: ROUNDS, clock: wallTime },
    )
    const request = {
      ...{ rule: 'venue-footfall', parameters: { windowDays: 7 } },
      ...{ from: addDays(day, 1 - WORLD.scanDays), to: day },
    }
    const rehearsing = { request, calendar, kinds: store.kinds, directory, samples: 20, tell: () => {} }
    const rehearsal = await wallTime(() => rehearse({ ...rehearsing, view: work => store.read(work) }))
    return [
      told(`alerts of the night, ${name}`, (await night(db)()).length, ''),
      told(`by hand, ${name}`, hand.perOperation, 'ms'),
      atMost(`all rules of one night, ${name}`, rules.perOperation, 'ms', 3000),
      atMost(`against hand-written SQL, ${name}`, rules.ratio, '×', 1.5),
      atMost(`rehearsal of ${WORLD.scanDays} days of venues, ${name}`, rehearsal, 'ms', 1000),
    ]
  } finally {
    await close()
  }
}

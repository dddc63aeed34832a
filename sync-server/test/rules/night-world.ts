import { supervision } from '../../../shared-types/src/domains/supervision/index.ts'
import { isWorkday, makeOwnCalendar } from '../../../shared-types/src/engine/calendar.ts'
import { addDays } from '../../../shared-types/src/engine/day.ts'
import { kindsOf } from '../../../shared-types/src/engine/kinds.ts'
import type { Domain } from '../../../shared-types/src/model/domain.ts'
import type { Unit } from '../../../shared-types/src/model/person.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import { openDatabase } from '../../src/database.ts'
import { directoryReader } from '../../src/directory.ts'
import type { NightParts } from '../../src/nightly/run-day.ts'
import { putSetting } from '../../src/settings.ts'
import { openStore } from '../../src/store.ts'
import type { Found } from './history.ts'

/** A centre without a door: a database, its units and calendar, and a clock that the test sets. */
export interface NightWorld extends NightParts {
  clock: { now: string }
  faults: string[]
  /** Everything raised so far, ordered by (to, rule, subject). */
  raised(): Promise<Found[]>
  close(): Promise<void>
}

const DAYS = { first: '2024-01-01', last: '2027-12-31' }

/** The units are put where the database has none yet, so that several worlds may share one; alerts alone are kept as cases. */
export async function nightWorld(
  at: string,
  units: readonly Unit[],
  special: { holidays: string[]; workdays: string[] } = { holidays: [], workdays: [] },
  domains: readonly Domain[] = [supervision],
): Promise<NightWorld> {
  const kinds = kindsOf(domains)
  const { db, close } = await openDatabase(at)
  const store = openStore(db, kinds)
  const clock = { now: '2026-03-01T18:30:00.000Z' }
  const faults: string[] = []
  const [known] = await run(db, 'select 1 from settings limit 1')
  if (!known)
    await store.transaction(async turn => {
      for (const unit of units) await putSetting(turn, { id: `unit:${unit.id}`, kind: 'unit', value: unit }, clock.now)
      await putSetting(turn, { id: 'calendar', kind: 'calendar', value: everyDay(special) }, clock.now)
    })
  return {
    store,
    kinds,
    directory: directoryReader(kinds),
    clock,
    faults,
    now: () => clock.now,
    fault: (error, about) => void faults.push(`${about}: ${error instanceof Error ? error.stack : error}`),
    stopping: new AbortController().signal,
    close,
    async raised() {
      const rows = await run<Found & { measure: string }>(
        db,
        `select rule, subject, from_day as "from", to_day as "to", measure from rule_alerts order by to_day, rule, subject`,
      )
      return rows.map(row => ({ ...row, measure: rounded(JSON.parse(row.measure) as number | string) }))
    },
  }
}

const rounded = (measure: number | string) => (typeof measure === 'number' ? Number(measure.toFixed(6)) : measure)

/** A data set knows nothing of the published calendar: each day is named. */
function everyDay(special: { holidays: string[]; workdays: string[] }) {
  const own = makeOwnCalendar(special, 2024, 2027)
  const all = { holidays: [] as string[], workdays: [] as string[] }
  for (let day = DAYS.first; day <= DAYS.last; day = addDays(day, 1))
    all[isWorkday(own, day) ? 'workdays' : 'holidays'].push(day)
  return all
}

/** Sets rules everywhere and for ever, or switches them off. */
export async function setParameters(
  { store }: Pick<NightWorld, 'store'>,
  given: Readonly<Record<string, Readonly<Record<string, number>>>>,
  on = true,
): Promise<void> {
  for (const [rule, parameters] of Object.entries(given))
    await run(
      store.db,
      `insert into rule_changes (version, rule, unit, from_day, active, parameters, set_by, set_at, reason, rehearsal,
         withdrawn_by, withdrawn_at)
       select coalesce(max(version), 0) + 1, cast(? as text), '', '2000-01-01', cast(? as bigint), cast(? as text), '',
         '', '', '', '', ''
       from rule_changes`,
      [rule, on ? 1 : 0, JSON.stringify(parameters)],
    )
}

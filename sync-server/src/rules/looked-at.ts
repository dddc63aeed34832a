import { addDays } from '../../../shared-types/src/engine/day.ts'
import { list, run } from '../../../shared-types/src/store/statement.ts'
import type { Parameters, RuleDay, RuleId } from './rule.ts'
import { daysDueOn } from './turnaround.ts'

type At = Pick<RuleDay, 'db' | 'day' | 'calendar'>

/** How many rows a rule looked at when it judged a day: of the day, or of its whole window where it counts over one. */
export async function lookedAt(at: At, rule: RuleId, parameters: Parameters): Promise<number> {
  const [text, values] = ROWS[rule](at, parameters)
  const [row] = await run<{ count: number }>(at.db, `select count(*) as count from ${text}`, values)
  return Number(row!.count)
}

type Counted = (at: At, parameters: Parameters) => [text: string, values: readonly string[]]

const ofDay =
  (table: string): Counted =>
  ({ day }) => [`${table} where day = ?`, [day]]
const ofWindow =
  (table: string, column: string): Counted =>
  ({ day }, { windowDays = 1 }) => [`${table} where ${column} between ? and ?`, [addDays(day, 1 - windowDays), day]]
const ofKind =
  (kind: string): Counted =>
  () => ['rule_registrations where kind = ?', [kind]]

const ROWS: Readonly<Record<RuleId, Counted>> = {
  'venue-footfall': () => ['rule_venues where minimum is not null or maximum is not null', []],
  'unknown-venue': ofDay('venue_days'),
  'permit-volume': ofDay('station_days'),
  'off-hours': ofDay('rule_applications'),
  turnaround(at, { maxWorkingDays = 3 }) {
    const days = daysDueOn(at, maxWorkingDays + 1)
    return [`rule_applications where day in (${list(days.length) || "''"})`, days]
  },
  'terminal-mismatch': ofDay('rule_prints'),
  'void-rate': ofWindow('rule_prints', 'day'),
  'rejection-rate': ofWindow('rule_applications', 'decided'),
  'multi-place': ofDay('rule_applications'),
  'shared-address': ofDay('rule_applications'),
  'resident-date-changed': ofKind('residents'),
  'employment-date-changed': ofKind('employments'),
  'card-balance': ofDay('rule_closings'),
  'print-without-application': ofDay('rule_prints'),
  'number-gap': ({ day }) => [`leases where year in (${Number(day.slice(0, 4)) - 1}, ${Number(day.slice(0, 4))})`, []],
}

import { addDays } from '../../../shared-types/src/engine/day.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import { ledgerRows, missingNumbers, printRow } from './evidence-ledger.ts'
import { daysFrom, inHours, terminalDifference } from './evidence-rows.ts'
import { workdaysBefore } from './permit-volume.ts'
import type { Alert, Parameters, RuleDay, RuleId } from './rule.ts'

/** What made a rule fire, as it is on the day on which it does. */
export interface Evidence {
  /** The first rows by their id, at most 200, each with what it says: no name and no number of a person. */
  rows: { id: string; what: string }[]
  /** All rows. */
  rowCount: number
  /** The days of the curve, in order, the last 200; of volumes the working days compared; none where no days count. */
  days: { day: string; count: number }[]
}

/** Rows that an alert keeps. */
const MOST_ROWS = 200
/** Days that a curve keeps. */
const MOST_DAYS = 200
/** Days before the window that a curve of venues shows. */
const BEFORE = 21

type At = Pick<RuleDay, 'db' | 'day' | 'calendar'>

/**
 * The evidence of an alert that the rule has just called for with these parameters. Every statement is one over the rows
 * of its window; what is counted is exactly what the rule counts.
 */
export async function evidenceOf(at: At, alert: Alert, parameters: Parameters): Promise<Evidence> {
  return EVIDENCE[alert.rule](at, alert, parameters)
}

type EvidenceOf = (at: At, alert: Alert, parameters: Parameters) => Promise<Evidence>

const kept = (rows: readonly Evidence['rows'][number][], days: Evidence['days'] = []): Evidence => ({
  rows: rows.slice(0, MOST_ROWS),
  rowCount: rows.length,
  days: days.slice(-MOST_DAYS),
})

/** Counts by day from one day to another, with a zero where nothing was. */
async function curve(
  { db }: At,
  from: string,
  to: string,
  text: string,
  values: readonly string[],
): Promise<Evidence['days']> {
  const rows = await run<{ day: string; count: number }>(db, text, values)
  const counts = new Map(rows.map(({ day, count }) => [day, Number(count)]))
  return daysFrom(from, to).map(day => ({ day, count: counts.get(day) ?? 0 }))
}

/** The venue's counts: those of the window are the rows, with some days before for the eye. */
const venue: EvidenceOf = async (at, { subject, from, to }) => {
  const id = subject.replace(/\|(low|high)$/, '')
  const first = addDays(from, -BEFORE)
  const days = await curve(at, first, to, VENUE, [id, first, to])
  const own = days.filter(({ day }) => day >= from)
  return kept(
    own.map(({ day, count }) => ({ id: `${id}|${day}`, what: `${day}: ${count}` })),
    days,
  )
}
const VENUE = 'select day, count from venue_days where venue = ? and day between ? and ?'

const volume: EvidenceOf = async (at, { subject, to }, { history = 60 }) => {
  const rows = await run<{ id: string; what: string }>(at.db, ACCEPTED, [subject, to])
  const compared = workdaysBefore({ calendar: at.calendar, day: to }, history)
  const first = compared.at(-1) ?? to
  const [begin] = await run<{ day: string }>(at.db, FIRST, [subject])
  const days = await curve(at, first, to, STATION, [subject, first, to])
  const works = new Set([...compared.filter(day => day >= begin!.day), to])
  return kept(
    rows,
    days.filter(({ day }) => works.has(day)),
  )
}
const FIRST = 'select min(day) as day from station_days where station = ?'
const ACCEPTED = 'select id, time as what from rule_applications where station = ? and day = ? order by time, id'
const STATION = 'select day, count from station_days where station = ? and day between ? and ?'

const offHours: EvidenceOf = async (at, { subject, to }) => {
  const rows = await run<{ id: string; what: string }>(at.db, ACCEPTED, [subject, to])
  const inside = await inHours(at, subject)
  return kept(rows.filter(({ what }) => !inside(what)))
}

const turnaround: EvidenceOf = async ({ db }, { subject }) => {
  const rows = await run<{ id: string; day: string; decision: string; decided: string; issued: string }>(
    db,
    'select id, day, decision, decided, issued from rule_applications where id = ?',
    [subject],
  )
  return kept(
    rows.map(({ id, ...row }) => ({
      id,
      what: [row.day, [row.decision, row.decided].filter(Boolean).join(' '), row.issued].join(' → '),
    })),
  )
}

const terminal: EvidenceOf = async ({ db }, { subject }) => {
  const what = await terminalDifference(db, subject)
  return kept([{ id: subject, what }])
}

/** Bad cases of the window; the curve has the bad ones of each day, with the days that they are compared with. */
const rate =
  (table: string, day: string, bad: string, what: string): EvidenceOf =>
  async (at, { subject, from, to }, { referenceDays = 56 }) => {
    const rows = await run<{ id: string; what: string }>(
      at.db,
      `select id, ${what} as what from ${table} where station = ? and ${day} between ? and ? and ${bad} order by ${day}, id`,
      [subject, from, to],
    )
    const first = addDays(from, -referenceDays)
    const days = await curve(
      at,
      first,
      to,
      `select ${day} as day, count(*) as count from ${table}
       where station = ? and ${day} between ? and ? and ${bad} group by ${day}`,
      [subject, first, to],
    )
    return kept(rows, days)
  }

/** The applications of the window that share a column's value with the subject. */
const applications =
  (column: string, what: string): EvidenceOf =>
  async (at, { subject, from, to }) => {
    const rows = await run<{ id: string; what: string; day: string }>(
      at.db,
      `select id, ${what} as what, day from rule_applications
       where ${column} = ? and day between ? and ? order by day, time, id`,
      [subject, from, to],
    )
    return kept(rows.map(({ id, what, day }) => ({ id, what: `${day} ${what}`.trim() })))
  }

const registration: EvidenceOf = async (_at, { subject, measure }) => kept([{ id: subject, what: String(measure) }])

const EVIDENCE: Readonly<Record<RuleId, EvidenceOf>> = {
  'venue-footfall': venue,
  'unknown-venue': venue,
  'permit-volume': volume,
  'off-hours': offHours,
  turnaround,
  'terminal-mismatch': terminal,
  'void-rate': rate('rule_prints', 'day', 'void = 1', 'day'),
  'rejection-rate': rate('rule_applications', 'decided', "decision = 'rejected'", 'decided'),
  'multi-place': applications('citizen', 'station'),
  'shared-address': applications('address', "''"),
  'resident-date-changed': registration,
  'employment-date-changed': registration,
  'card-balance': async ({ db }, { subject, from, to }) => kept(await ledgerRows(db, subject, from, to)),
  'print-without-application': async ({ db }, { subject }) => kept(await printRow(db, subject)),
  'number-gap': async ({ db }, { subject }) => kept(await missingNumbers(db, subject)),
}

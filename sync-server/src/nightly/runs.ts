import { addDays } from '../../../shared-types/src/engine/day.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import type { RuleId } from '../rules/rule.ts'
import type { Db } from '../store.ts'
import type { ServerTables } from '../tables.ts'

/** Milliseconds that a claim holds without being renewed: an instance that dies hands over within a minute. */
export const LEASE = 30_000

/** A day of a rule that an instance has for itself. The round tells it from an earlier or later claim of the same day. */
export interface Claim {
  rule: RuleId
  day: string
  holder: string
  round: number
}

type Row = ServerTables['rule_runs']

const DUE = "(state in ('due', 'failed') or state = 'done' and again = 1 or state = 'running' and lease_until < ?)"

/**
 * The day that a rule has to judge next, up to `through`, by what is written down at `now`: what was asked for, failed,
 * was left by an instance that died, or is changed by late rows; then the day after the last one. A rule that has never
 * judged begins with `through`. While an earlier day is another instance's, that one comes first.
 */
export async function nextDay(db: Db, rule: RuleId, through: string, now: string): Promise<string | undefined> {
  const [found] = await run<{ first: string | null; last: string | null }>(
    db,
    `select min(case when ${DUE} or state = 'running' then day end) as first, max(day) as last
     from rule_runs where rule = ?`,
    [now, rule],
  )
  if (found?.first) return found.first <= through ? found.first : undefined
  const next = found?.last ? addDays(found.last, 1) : through
  return next <= through ? next : undefined
}

/** Takes a day of a rule, unless it is judged already or somebody else's. One statement, which the database makes one at a time. */
export async function claim(
  db: Db,
  { rule, day, holder }: Omit<Claim, 'round'>,
  now: string,
): Promise<Claim | undefined> {
  const [taken] = await run<{ round: number }>(
    db,
    `insert into rule_runs (rule, day, state, again, round, holder, lease_until, started_at, ended_at, ms, alerts, judged,
       version, error)
     values (?, ?, 'running', 0, 1, ?, ?, ?, '', 0, 0, 0, 0, '')
     on conflict (rule, day) do update set state = 'running', again = 0, round = rule_runs.round + 1,
       holder = excluded.holder, lease_until = excluded.lease_until, started_at = excluded.started_at, error = ''
     where ${DUE.replaceAll(/\b(state|again|lease_until)\b/g, 'rule_runs.$1')}
     returning round`,
    [rule, day, holder, leaseFrom(now), now, now],
  )
  return taken && { rule, day, holder, round: taken.round }
}

const leaseFrom = (now: string) => new Date(Date.parse(now) + LEASE).toISOString()

const MINE = "rule = ? and day = ? and holder = ? and round = ? and state = 'running'"
const mine = ({ rule, day, holder, round }: Claim) => [rule, day, holder, round]

/** Says that it is still being judged; false where it is somebody else's by now. */
export async function renew(db: Db, own: Claim, now: string): Promise<boolean> {
  const rows = await run(db, `update rule_runs set lease_until = ? where ${MINE} returning day`, [
    leaseFrom(now),
    ...mine(own),
  ])
  return rows.length === 1
}

/** What a run came to. `judged`: rows of the day that the rule looked at. */
export interface Figures {
  ms: number
  judged: number
  version: number
}

/** Writes down that the day is judged. Late rows that came meanwhile leave it to be judged again. */
export const finish = (db: Db, own: Claim, { ms, judged, version }: Figures, now: string): Promise<unknown> =>
  run(
    db,
    `update rule_runs set state = 'done', ended_at = ?, ms = ?, judged = ?, version = ?,
       alerts = (select count(*) from rule_alerts a where a.rule = rule_runs.rule and a.to_day = rule_runs.day)
     where ${MINE}`,
    [now, Math.round(ms), judged, version, ...mine(own)],
  )

/** Writes down why it could not be judged; it is tried again with the next pass. */
export const fail = (db: Db, own: Claim, error: string, now: string): Promise<unknown> =>
  run(db, `update rule_runs set state = 'failed', ended_at = ?, error = ? where ${MINE}`, [now, error, ...mine(own)])

/**
 * Asks for days to be judged, whether they were or not. Days between the last one judged and these are asked for as well:
 * what a day calls for depends on what the days before it raised.
 */
export async function ask(db: Db, rule: RuleId, from: string, to: string): Promise<void> {
  const [found] = await run<{ last: string | null }>(db, 'select max(day) as last from rule_runs where rule = ?', [
    rule,
  ])
  const first = found?.last && from > addDays(found.last, 1) ? addDays(found.last, 1) : from
  for (let day = first; day <= to; day = addDays(day, 1))
    await run(
      db,
      `insert into rule_runs (rule, day, state, again, round, holder, lease_until, started_at, ended_at, ms, alerts,
         judged, version, error)
       values (?, ?, 'due', 0, 0, '', '', '', '', 0, 0, 0, 0, '')
       on conflict (rule, day) do update set again = 1`,
      [rule, day],
    )
}

/** Lets the days from `from` to `to` that were judged, or are being, be judged again. */
export const askAgain = (db: Db, rule: RuleId, from: string, to: string): Promise<unknown> =>
  run(db, "update rule_runs set again = 1 where rule = ? and day between ? and ? and state in ('done', 'running')", [
    rule,
    from,
    to,
  ])

/** Whether some instance left a day in the middle. */
export async function isLeft(db: Db, now: string): Promise<boolean> {
  const rows = await run(db, "select 1 from rule_runs where state = 'running' and lease_until < ? limit 1", [now])
  return rows.length > 0
}

/** What could not be judged and is still to be, the earliest day first. */
export const failedRuns = (db: Db): Promise<Row[]> =>
  run<Row>(db, "select * from rule_runs where state = 'failed' order by day, rule", [])

/** The runs of these days, the newest day first. */
export const runsBetween = (db: Db, from: string, to: string): Promise<Row[]> =>
  run<Row>(db, 'select * from rule_runs where day between ? and ? order by day desc, rule', [from, to])

import { createHmac } from 'node:crypto'
import { run } from '../../../shared-types/src/store/statement.ts'
import type { Alert, Past, RuleId } from '../rules/rule.ts'
import type { Db } from '../store.ts'

interface Row {
  subject: string
  from_day: string
  to_day: string
  measure: string
}

/**
 * What this deployment has raised, as a run of `day` sees it: alerts of earlier days. So a day that is judged again calls
 * for the same as the first time, and for what late rows add, whatever was raised for later days meanwhile.
 */
export function raisedBefore(db: Db, day: string): Past {
  return {
    async since(rule, from) {
      const rows = await run<Row>(
        db,
        `select subject, from_day, to_day, measure from rule_alerts
         where rule = ? and to_day >= ? and to_day < ? order by to_day, subject`,
        [rule, from, day],
      )
      return rows.map(row => alertOf(rule, row))
    },
    async ever(rule, subject, measure) {
      const rows = await run(db, 'select 1 from rule_alerts where rule = ? and subject = ? and measure = ? limit 1', [
        rule,
        subject,
        JSON.stringify(measure),
      ])
      return rows.length > 0
    },
  }
}

const alertOf = (rule: RuleId, { subject, from_day, to_day, measure }: Row): Alert => ({
  ...{ rule, subject, from: from_day, to: to_day },
  measure: JSON.parse(measure) as Alert['measure'],
})

/**
 * Writes an alert down under its identity (rule, subject, to); false where it has been raised before. `once`: also where
 * the subject has an alert of any other day.
 */
export async function noteRaised(
  db: Db,
  id: string,
  { rule, subject, from, to, measure }: Alert,
  { unit, version, now, once }: { unit: string; version: number; now: string; once: boolean },
): Promise<boolean> {
  const known = once ? 'rule = ? and subject = ?' : '1 = 0'
  const rows = await run(
    db,
    `insert into rule_alerts (id, rule, subject, from_day, to_day, measure, unit, version, raised_at)
     select ${PLACES} where not exists (select 1 from rule_alerts where ${known})
     on conflict (rule, subject, to_day) do nothing returning id`,
    [id, rule, subject, from, to, JSON.stringify(measure), unit, version, now, ...(once ? [rule, subject] : [])],
  )
  return rows.length === 1
}

/** PostgreSQL has to be told what a bare parameter is. */
const PLACES = ['text', 'text', 'text', 'text', 'text', 'text', 'text', 'bigint', 'text']
  .map(type => `cast(? as ${type})`)
  .join(', ')

/** Whom a rule's alerts of a day are about. */
export async function subjectsOn(db: Db, rule: RuleId, day: string): Promise<ReadonlySet<string>> {
  const rows = await run<{ subject: string }>(db, 'select subject from rule_alerts where rule = ? and to_day = ?', [
    rule,
    day,
  ])
  return new Set(rows.map(({ subject }) => subject))
}

/** Makes ids of alerts that are the same whenever and wherever it is raised, and tell nobody else of what they were made. */
export async function alertIds(db: Db): Promise<(alert: Pick<Alert, 'rule' | 'subject' | 'to'>, of: string) => string> {
  const [key] = await run<{ value: string }>(db, 'select value from rule_key')
  return ({ rule, subject, to }, of) => {
    const hex = createHmac('sha256', key!.value)
      .update(JSON.stringify([rule, subject, to, of]))
      .digest('hex')
    // RFC 9562, version 8: made from own data.
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `8${hex.slice(13, 16)}`,
      `a${hex.slice(17, 20)}`,
      hex.slice(20, 32),
    ].join('-')
  }
}

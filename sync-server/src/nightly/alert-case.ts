import type { AlertBook, AlertPart } from '../../../shared-types/src/model/alert-book.ts'
import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import { list, run } from '../../../shared-types/src/store/statement.ts'
import type { CentreAct } from '../centre-acts.ts'
import type { Evidence } from '../rules/evidence.ts'
import type { Alert, RuleId } from '../rules/rule.ts'
import type { Db } from '../store.ts'
import type { Found } from './judge-day.ts'

/** The book into which alerts are written, with the type of its record; undefined where no domain keeps one. */
export function alertBook(kinds: Kinds): { type: string; book: AlertBook } | undefined {
  for (const [type, { domain, name }] of kinds)
    if (domain.alerts && domain.alerts.record === name) return { type, book: domain.alerts }
  return undefined
}

/** What is written about an alert besides what the rule says. */
export interface AlertFacts {
  id: string
  caseId: string
  version: number
  evidence: Evidence
  /** Who made each row of the evidence, by its id; those of bulk rows are not known. */
  operators: ReadonlyMap<string, string>
  subjectName: string
}

/** The act by which the centre raises an alert: everything of it as it is now, for good. */
export function raisingAct(
  { type, book }: NonNullable<ReturnType<typeof alertBook>>,
  { alert, unit }: Found,
  { id, caseId, version, evidence, operators, subjectName }: AlertFacts,
): CentreAct {
  const parts: Partial<Record<AlertPart, Data[string] | undefined>> = {
    rule: alert.rule,
    level: LEVELS[alert.rule],
    subject: alert.subject.slice(0, SUBJECT),
    subjectName: subjectName.slice(0, SUBJECT),
    from: alert.from,
    to: alert.to,
    measure: shown(alert.measure),
    reference: rounded(alert.reference),
    threshold: rounded(alert.threshold),
    version,
    ...(evidence.days.length && { days: evidence.days.map(day => ({ ...day })) }),
    ...(evidence.rows.length && { rows: evidence.rows.map(row => ({ ...row, ...operatorOf(operators, row.id) })) }),
    rowCount: evidence.rowCount,
  }
  const patch = Object.fromEntries(
    Object.entries(parts).flatMap(([part, value]) =>
      value === undefined ? [] : [[book.fields[part as AlertPart], value]],
    ),
  ) as Data
  return { id, caseId, type, act: book.raise, unit, patch }
}

/** Characters of a subject and of its name. */
const SUBJECT = 100

const operatorOf = (operators: AlertFacts['operators'], id: string) =>
  operators.has(id) ? { operator: operators.get(id)! } : {}

/** Shares to six places, like the backtest. */
const rounded = (value: number | undefined) => (value === undefined ? undefined : Number(value.toFixed(6)))
const shown = (measure: Alert['measure']) => (typeof measure === 'number' ? String(rounded(measure)) : measure)

/** How grave an alert is to begin with; the people who look at it say what it was. */
const LEVELS: Readonly<Record<RuleId, 'notice' | 'warning' | 'serious'>> = {
  'venue-footfall': 'warning',
  'unknown-venue': 'notice',
  'permit-volume': 'warning',
  'off-hours': 'notice',
  turnaround: 'warning',
  'terminal-mismatch': 'serious',
  'void-rate': 'warning',
  'rejection-rate': 'warning',
  'multi-place': 'serious',
  'shared-address': 'warning',
  'resident-date-changed': 'serious',
  'employment-date-changed': 'serious',
  'card-balance': 'serious',
  'print-without-application': 'serious',
  'number-gap': 'warning',
}

/** Who began the cases that rows stand for. */
export async function operatorsOf(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (let i = 0; i < ids.length; i += 300) {
    const part = ids.slice(i, i + 300)
    const rows = await run<{ id: string; creator: string }>(
      db,
      `select id, creator from cases where id in (${list(part.length)})`,
      part,
    )
    for (const { id, creator } of rows) found.set(id, creator)
  }
  return found
}

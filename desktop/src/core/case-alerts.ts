import { may } from '../../../shared-types/src/engine/access.ts'
import { alertSubjects } from '../../../shared-types/src/engine/alert-subjects.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kind, Kinds } from '../../../shared-types/src/model/domain.ts'
import type { TableRow } from '../../../shared-types/src/model/field.ts'
import type { CaseAlert, CaseAlerts } from '../api/case-about.ts'
import type { Asking } from './asking.ts'
import type { Desk } from './desk.ts'
import { rowOf } from './rows.ts'

/** Alerts of one answer. */
const SHOWN = 20

/** What the rules found about a case, the newest first, as far as the person may read alerts. */
export async function caseAlerts(desk: Desk, who: Asking, kind: Kind, c: Case): Promise<CaseAlerts> {
  const of = alertKind(desk.kinds)
  if (!of?.record.access[who.user.role]?.read) return { alerts: [], total: 0 }
  const { subject, to } = of.domain.alerts!.fields
  const found: Case[] = []
  for (const name of alertSubjects(kind, c))
    found.push(...(await desk.projection.cases.byKeys(of, { [subject]: name })))
  const theirs = found.filter(alert => alert.id !== c.id && may(of, 'read', alert, who.scope))
  theirs.sort((a, b) => (String(a.data[to]) < String(b.data[to]) ? 1 : -1))
  return { alerts: theirs.slice(0, SHOWN).map(alert => alertOf(of, alert, who)), total: theirs.length }
}

/** The record type that keeps alerts. */
function alertKind(kinds: Kinds): Kind | undefined {
  return [...kinds.values()].find(({ domain, name }) => domain.alerts?.record === name)
}

function alertOf(kind: Kind, c: Case, { rows }: Asking): CaseAlert {
  const { fields } = kind.domain.alerts!
  const [from, to] = [String(c.data[fields.from] ?? ''), String(c.data[fields.to] ?? '')]
  const reference = c.data[fields.reference]
  const days = (c.data[fields.days] ?? []) as readonly TableRow[]
  return {
    ...rowOf(kind, c, rows),
    ...{ from, to, measure: String(c.data[fields.measure] ?? '') },
    ...(typeof reference === 'number' && { reference }),
    days: days
      .map(row => ({ day: String(row.day), count: Number(row.count) }))
      .filter(({ day }) => from <= day && day <= to),
  }
}

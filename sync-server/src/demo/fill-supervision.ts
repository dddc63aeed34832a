import { factOf } from '../../../shared-types/src/engine/facts.ts'
import type { CaseEvent } from '../../../shared-types/src/model/case.ts'
import { audit } from '../audit.ts'
import { LINES_PER_IMPORT, tablesOf } from '../facts/fact-tables.ts'
import { keepRows } from '../facts/keep-rows.ts'
import { alertBook } from '../nightly/alert-case.ts'
import { noteRaised } from '../nightly/raised.ts'
import type { RuleId } from '../rules/rule.ts'
import type { Turn } from '../store.ts'
import type { DemoData } from './demo-data.ts'
import { BUREAU } from './organisation.ts'

/** What the rules are set to, with the number that alerts carry: the changes are counted from 1. */
export async function putRuleChanges(turn: Turn, { ruleChanges }: DemoData): Promise<void> {
  for (const [i, { rule, from, parameters, by, at, reason }] of ruleChanges.entries()) {
    const set = { version: i + 1, rule, unit: '', parameters: JSON.stringify(parameters), reason, rehearsal: '' }
    const open = { withdrawn_by: '', withdrawn_at: '' }
    await turn.db
      .insertInto('rule_changes')
      .values({ ...set, ...open, from_day: from, active: 1, set_by: by.id, set_at: at })
      .execute()
    const author = { id: by.id, post: by.post, role: by.role, unit: by.unit }
    await audit(turn, { act: 'rule-set', by: author, station: BUREAU.id, patch: { ...set, from, on: true } }, at)
  }
}

const SCANS = 'venues.scan'

/** The scan-ins with the counts that the rules read, under the imports that brought them. */
export async function putScans({ db, kinds }: Turn, { scans }: DemoData): Promise<void> {
  const { type, fact } = factOf(kinds, SCANS)!
  for (const [i, { name, size, hash, at, person, rows }] of scans.entries()) {
    const id = i + 1
    const by = { person: person.id, post: person.post, role: person.role, unit: person.unit, station: BUREAU.id }
    const lines = rows.at(-1)?.[0] ?? 0
    const end = { started_at: at, ended_at: at, checked: 0, lines, percent: 100, taken: rows.length, refused: 0 }
    const row = { id, type, name, size, hash, mode: 'good', state: 'done', fault: '' } as const
    await db
      .insertInto('fact_imports')
      .values({ ...row, ...by, ...end, claimed_by: '', claimed_until: '' })
      .execute()
    if (rows.length >= LINES_PER_IMPORT) throw new Error('an import of the demo is too long')
    await keepRows(db, tablesOf(fact), id, rows, at)
  }
}

/** The rules know what they have raised: the night that follows raises nothing of it a second time. */
export async function noteAlerts({ db, kinds }: Turn, events: readonly CaseEvent[]): Promise<void> {
  const of = alertBook(kinds)
  if (!of) return
  const { fields, raise } = of.book
  for (const { id, type, act, patch, at, by } of events) {
    if (type !== of.type || act !== raise) continue
    const text = (part: keyof typeof fields) => String(patch[fields[part]] ?? '')
    const measured = Number(text('measure'))
    const measure = Number.isFinite(measured) ? measured : text('measure')
    const alert = {
      rule: text('rule') as RuleId,
      subject: text('subject'),
      from: text('from'),
      to: text('to'),
      measure,
    }
    await noteRaised(db, id, alert, { unit: by.unit, version: Number(text('version')), now: at, once: false })
  }
}

import { randomUUID } from 'node:crypto'
import { daysBetween } from '../../../shared-types/src/engine/day.ts'
import type { ExemptionLine, ExemptionRequest } from '../../../shared-types/src/protocol-rules.ts'
import { audit, authorIn } from '../audit.ts'
import type { Directory } from '../directory.ts'
import { alertUnits } from '../nightly/alert-units.ts'
import { demand, fits, Refusal } from '../refusal.ts'
import type { PersonAsk } from '../route.ts'
import type { Db, Turn } from '../store.ts'
import { RULES } from './all.ts'
import { foundAt, mayAt, type RulePowers } from './rule-powers.ts'
import { shownSubject } from './shown-subject.ts'
import { tellRules } from './tell-rules.ts'

interface At {
  now: string
  /** In the deployment's zone. */
  today: string
}

/** Days that an exemption holds at most: whoever needs more says so again. */
const LONGEST = 1100
/** So many of the newest are shown. */
const SHOWN = 500

/**
 * Leaves a subject out of a rule from one day to another, neither of them over yet. What it concerns must lie within their
 * units; what the centre does not know of, only who may do it everywhere leaves out.
 */
export async function addExemption(
  turn: Turn,
  ask: PersonAsk,
  powers: RulePowers,
  { rule, subject, from, to, reason }: ExemptionRequest,
  { now, today }: At,
): Promise<string> {
  const unit = await concerned(turn.db, ask.directory, rule, subject)
  demand(mayAt(powers, unit))
  fits(from >= today, 'past')
  fits(to >= from, 'order')
  fits(daysBetween(from, to) <= LONGEST, 'long')
  const id = randomUUID()
  const by = authorIn(ask.signedIn)
  const row = { id, rule, subject, unit, from_day: from, to_day: to, reason, set_by: by.id, set_at: now }
  await turn.db
    .insertInto('rule_exemptions')
    .values({ ...row, ended_on: '', ended_by: '', end_reason: '' })
    .execute()
  await tellRules(turn, { now, today })
  // Not the subject, which may be a person.
  const patch = { id, rule, unit, from, to, reason }
  await audit(turn, { act: 'rule-exempt', by, station: ask.station.id, patch }, now)
  return id
}

/** The unit that a subject belongs to: itself where it is one; the uppermost for what nobody knows. */
async function concerned(db: Db, directory: Directory, id: string, subject: string): Promise<string> {
  const rule = RULES.find(known => known.id === id)
  if (!rule) throw new Refusal(404, 'not-found', 'rule')
  if (directory.units.some(unit => unit.id === subject)) return subject
  const whenever = { rule: rule.id, subject, from: '0001-01-01', to: '9999-12-31', measure: 0 }
  const [unit] = await alertUnits(db, directory, rule.id, [whenever])
  return unit!
}

/** Ends an exemption: from today on it holds no more. */
export async function endExemption(
  turn: Turn,
  ask: PersonAsk,
  powers: RulePowers,
  { id, reason }: { id: string; reason: string },
  { now, today }: At,
): Promise<void> {
  const found = await turn.db.selectFrom('rule_exemptions').selectAll().where('id', '=', id).executeTakeFirst()
  const row = foundAt(powers, found, ({ unit }) => unit)
  fits(row.ended_on === '' && row.to_day >= today, 'over')
  const by = authorIn(ask.signedIn)
  await turn.db
    .updateTable('rule_exemptions')
    .set({ ended_on: today, ended_by: by.id, end_reason: reason })
    .where('id', '=', id)
    .execute()
  await tellRules(turn, { now, today })
  const patch = { id, rule: row.rule, unit: row.unit, from: today, reason }
  await audit(turn, { act: 'rule-exempt-end', by, station: ask.station.id, patch }, now)
}

/** Exemptions of their units, those that end last first. */
export async function exemptionLines(db: Db, powers: RulePowers): Promise<ExemptionLine[]> {
  const rows = await db
    .selectFrom('rule_exemptions')
    .selectAll()
    .orderBy('to_day', 'desc')
    .orderBy('set_at', 'desc')
    .orderBy('id')
    .execute()
  return rows
    .filter(({ unit }) => mayAt(powers, unit))
    .slice(0, SHOWN)
    .map(row => ({
      id: row.id,
      rule: row.rule,
      subject: shownSubject(row.rule, row.subject),
      unit: row.unit,
      from: row.from_day,
      to: row.to_day,
      reason: row.reason,
      setBy: row.set_by,
      setAt: row.set_at,
      ...(row.ended_on && { liftedOn: row.ended_on, liftedBy: row.ended_by, liftReason: row.end_reason }),
    }))
}

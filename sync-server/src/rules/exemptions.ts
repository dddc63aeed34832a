import { run } from '../../../shared-types/src/store/statement.ts'
import type { Db } from '../store.ts'

/** Whether what a rule found about a subject is left out. `unit` is the unit that it concerns, where there is one. */
export type IsExempt = (subject: string, unit?: string) => boolean

/**
 * Whom a rule leaves out on a day: subjects by their own id, venues in both directions, and whole units by theirs. For ever
 * the same once the day has come.
 */
export async function exemptionsOn(db: Db, rule: string, day: string): Promise<IsExempt> {
  const rows = await run<{ subject: string }>(db, HOLDING, [rule, day, day, day])
  const exempt = new Set(rows.map(({ subject }) => subject))
  return (subject, unit) =>
    exempt.has(subject) || exempt.has(subject.replace(/\|(low|high)$/, '')) || (unit !== undefined && exempt.has(unit))
}

const HOLDING = `
  select subject from rule_exemptions
  where rule = ? and from_day <= ? and to_day >= ? and (ended_on = '' or ended_on > ?)`

import { coveredYears, makeCalendar } from '../../../shared-types/src/engine/calendar.ts'
import { addDays, dayOf, daysBetween } from '../../../shared-types/src/engine/day.ts'
import { RULE_RUN_DAYS, type RuleRunRequest } from '../../../shared-types/src/protocol-rule-runs.ts'
import { fits } from '../refusal.ts'
import { RULES } from '../rules/all.ts'
import { getSetting } from '../settings.ts'
import type { Db, Turn } from '../store.ts'
import { ask } from './runs.ts'

/**
 * Lets days that are over be judged, whether they were or not; a rule that remembers judges none again. Throws a Refusal
 * for days that are not over, stand the wrong way round, are too many or lie in a year without a holiday calendar.
 */
export async function askDays(turn: Turn, { from, to }: RuleRunRequest, now: string, zone: string): Promise<void> {
  fits(from <= to, 'order')
  fits(to < dayOf(now, zone), 'today')
  fits(daysBetween(from, to) < RULE_RUN_DAYS, 'days')
  await demandCalendar(turn.db, from, to)
  for (const { id, remembers } of RULES) await ask(turn.db, id, remembers ? addDays(to, 1) : from, to)
}

/** A day that fails keeps its rule from every later one: a year that was mistyped must not stop the nights to come. */
async function demandCalendar(db: Db, from: string, to: string): Promise<void> {
  const own = await getSetting(db, 'calendar')
  const covered = coveredYears(makeCalendar(own?.kind === 'calendar' ? own.value : undefined))
  for (const year of new Set([from, to].map(day => Number(day.slice(0, 4)))))
    fits(covered.includes(year), `calendar ${year}`)
}

import { addDays, dayOf, daysBetween } from '../../../shared-types/src/engine/day.ts'
import { RULE_RUN_DAYS, type RuleRunRequest } from '../../../shared-types/src/protocol-rule-runs.ts'
import { Refusal } from '../refusal.ts'
import { RULES } from '../rules/all.ts'
import type { Turn } from '../store.ts'
import { ask } from './runs.ts'

/**
 * Lets days that are over be judged, whether they were or not; a rule that remembers judges none again. Throws a Refusal
 * for days that are not over, stand the wrong way round or are too many.
 */
export async function askDays(turn: Turn, { from, to }: RuleRunRequest, now: string, zone: string): Promise<void> {
  const wrong = (what: string) => new Refusal(400, 'bad-request', what)
  if (from > to) throw wrong('from')
  if (to >= dayOf(now, zone)) throw wrong('to')
  if (daysBetween(from, to) >= RULE_RUN_DAYS) throw wrong('days')
  for (const { id, remembers } of RULES) await ask(turn.db, id, remembers ? addDays(to, 1) : from, to)
}

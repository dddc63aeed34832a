import type { OutOfRange, RuleChangeRequest } from '../../../shared-types/src/protocol-rules.ts'
import { audit, authorIn } from '../audit.ts'
import { demand, fits, Refusal } from '../refusal.ts'
import type { PersonAsk } from '../route.ts'
import type { Turn } from '../store.ts'
import { RULES } from './all.ts'
import { outOfRange } from './bounds.ts'
import { EVERYWHERE } from './parameter-store.ts'
import type { Rule } from './rule.ts'
import { foundAt, mayAt, type RulePowers } from './rule-powers.ts'
import { tellRules } from './tell-rules.ts'

interface At {
  now: string
  /** In the deployment's zone. */
  today: string
}

/**
 * Sets a rule from a day that is not over yet: what was in force before stays as it was. Answers the number that alerts
 * will carry. `rehearsal`: the one after which it is switched on.
 */
export async function changeRule(
  turn: Turn,
  ask: PersonAsk,
  powers: RulePowers,
  given: RuleChangeRequest & { rehearsal?: string },
  { now, today }: At,
): Promise<number> {
  const { rule, unit, from, on, parameters, reason, rehearsal } = given
  checkChange(powers, given)
  fits(from >= today, 'past')
  const [last] = await turn.db
    .selectFrom('rule_changes')
    .select(eb => eb.fn.max('version').as('version'))
    .execute()
  const version = Number(last?.version ?? 0) + 1
  const by = authorIn(ask.signedIn)
  const values = parameters === undefined ? '' : JSON.stringify(parameters)
  const row = { version, rule, unit: unit ?? EVERYWHERE, from_day: from, active: on ? 1 : 0, parameters: values }
  const set = { set_by: by.id, set_at: now, reason, rehearsal: rehearsal ?? '', withdrawn_by: '', withdrawn_at: '' }
  await turn.db
    .insertInto('rule_changes')
    .values({ ...row, ...set })
    .execute()
  await tellRules(turn, { now, today })
  const patch = { version, rule, unit: unit ?? '', from, on, parameters: values, rehearsal: rehearsal ?? '', reason }
  await audit(turn, { act: 'rule-set', by, station: ask.station.id, patch }, now)
  return version
}

/** Whether this may be set, or tried in a rehearsal, at that place; else a Refusal. */
export function checkChange(
  powers: RulePowers,
  { rule: id, unit, on, parameters }: Pick<RuleChangeRequest, 'rule' | 'unit' | 'on' | 'parameters'>,
): Rule {
  const rule = RULES.find(known => known.id === id)
  if (!rule) throw new Refusal(404, 'not-found', 'rule')
  demand(mayAt(powers, unit))
  fits(unit === undefined || (rule.byUnit === true && on), 'unit')
  fits(parameters !== undefined || unit !== undefined, 'parameters')
  const wrong = outOfRange(rule, parameters ?? {})
  if (wrong) throw new Refusal(409, 'bad-request', rangeDetail(wrong))
  return rule
}

/** `range`, the parameter, its bounds and `whole`, for a client to make a sentence of. */
function rangeDetail({ parameter, bound }: OutOfRange): string {
  if (!bound) return `range ${parameter}`
  return ['range', parameter, bound.min, bound.max, ...(bound.whole ? ['whole'] : [])].join(' ')
}

/** Takes a change back before its first day. */
export async function withdrawChange(
  turn: Turn,
  ask: PersonAsk,
  powers: RulePowers,
  { version, reason }: { version: number; reason: string },
  { now, today }: At,
): Promise<void> {
  const found = await turn.db
    .selectFrom('rule_changes')
    .select(['rule', 'unit', 'from_day', 'withdrawn_at'])
    .where('version', '=', version)
    .executeTakeFirst()
  const row = foundAt(powers, found, ({ unit }) => (unit === EVERYWHERE ? undefined : unit))
  fits(row.from_day > today && row.withdrawn_at === '', 'begun')
  const by = authorIn(ask.signedIn)
  await turn.db
    .updateTable('rule_changes')
    .set({ withdrawn_by: by.id, withdrawn_at: now })
    .where('version', '=', version)
    .execute()
  await tellRules(turn, { now, today })
  const patch = { version, rule: row.rule, unit: row.unit, from: row.from_day, reason }
  await audit(turn, { act: 'rule-withdraw', by, station: ask.station.id, patch }, now)
}

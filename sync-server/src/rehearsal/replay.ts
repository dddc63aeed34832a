import type { Alert, Past, Rule, RuleId } from '../rules/rule.ts'
import { numbersSeen } from './replay-numbers.ts'
import { registrationsSeen } from './replay-registrations.ts'
import type { ReplayParts, SeenBySubject } from './seen.ts'

/** What a rule that remembers saw on past nights, worked out from the log, which has all of it. */
const SEEN: Readonly<Partial<Record<RuleId, (parts: ReplayParts) => Promise<SeenBySubject>>>> = {
  'resident-date-changed': parts => registrationsSeen(parts, 'residents'),
  'employment-date-changed': parts => registrationsSeen(parts, 'employments'),
  'number-gap': numbersSeen,
}

/**
 * A rule as it can be judged over days that are over. One that remembers what each night saw reads that from the log, and
 * writes nothing; any other is itself.
 */
export async function replayed(rule: Rule, parts: ReplayParts): Promise<Rule> {
  const seen = await SEEN[rule.id]?.(parts)
  if (!seen) return rule
  return {
    ...rule,
    async judge({ day, past }) {
      const alerts: Alert[] = []
      for (const [subject, all] of seen) {
        const measure = all.findLast(one => one.day <= day)?.measure
        if (measure === undefined) continue
        const before = all.flatMap(one => (one.day < parts.from ? (one.measure ?? []) : []))
        if (await isNews(past, rule.id, subject, measure, before))
          alerts.push({ rule: rule.id, subject, from: day, to: day, measure })
      }
      return alerts
    },
  }
}

/** A count is news when it is more than any before, anything else when it was never told. */
async function isNews(
  past: Past,
  rule: RuleId,
  subject: string,
  measure: Alert['measure'],
  before: readonly Alert['measure'][],
): Promise<boolean> {
  if (typeof measure === 'string') return !before.includes(measure) && !(await past.ever(rule, subject, measure))
  const told = (await past.since(rule, '')).filter(alert => alert.subject === subject)
  return measure > Math.max(0, ...before.map(Number), ...told.map(alert => Number(alert.measure)))
}

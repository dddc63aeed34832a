import type { Alert, Past, RuleId } from '../rules/rule.ts'

/** The alerts that one run of days has raised, in the order in which it did; what earlier runs raised is none of its past. */
export interface OwnPast extends Past {
  add(alerts: readonly Alert[]): void
}

export function ownPast(): OwnPast {
  const byRule = new Map<RuleId, Alert[]>()
  const seen = new Set<string>()
  return {
    add(alerts) {
      for (const alert of alerts) {
        byRule.set(alert.rule, byRule.get(alert.rule) ?? [])
        byRule.get(alert.rule)!.push(alert)
        seen.add(JSON.stringify([alert.rule, alert.subject, alert.measure]))
      }
    },
    async since(rule, day) {
      const all = byRule.get(rule) ?? []
      const first = all.findIndex(({ to }) => to >= day)
      return first < 0 ? [] : all.slice(first)
    },
    ever: async (rule, subject, measure) => seen.has(JSON.stringify([rule, subject, measure])),
  }
}

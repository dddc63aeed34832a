import type { Kinds, Language } from '../../../shared-types/src/model/domain.ts'

/** What the domain that keeps the alerts calls a rule; its id where none does. */
export function ruleName(kinds: Kinds, language: Language, rule: string): string {
  for (const { domain, name, record } of kinds.values()) {
    if (domain.alerts?.record !== name) continue
    const field = record.fields[domain.alerts.fields.rule]
    const named = field?.kind === 'choice' ? domain.words[language].dictionaries?.[field.of]?.[rule] : undefined
    if (named) return named
  }
  return rule
}

import { validateValue } from '../../../shared-types/src/engine/validate-value.ts'
import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import type { CentreAct } from '../centre-acts.ts'
import type { Alert } from '../rules/rule.ts'

/**
 * A venue that was scanned and that nobody knew opens as a record that nobody supervises yet, registered on the day of the
 * alert; undefined for alerts of other rules, where no domain keeps venues, and for a code that no venue can have.
 */
export function venueFound(
  kinds: Kinds,
  alert: Alert,
  unit: string,
  idOf: (alert: Alert, of: string) => string,
): CentreAct | undefined {
  if (alert.rule !== 'unknown-venue') return undefined
  for (const [type, kind] of kinds) {
    const feed = kind.domain.feeds?.venues
    if (!feed?.appear || feed.record !== kind.name) continue
    const patch = {
      [feed.venue]: alert.subject,
      [feed.appear.name]: alert.subject,
      [feed.registered]: alert.to,
    }
    const wrong = Object.entries(patch).some(
      ([name, value]) => validateValue(kind, name, kind.record.fields[name]!, value, alert.to).length > 0,
    )
    if (wrong) return undefined
    const [id, caseId] = [idOf(alert, 'venue event'), idOf(alert, 'venue')]
    return { id, caseId, type, act: feed.appear.step, unit, patch }
  }
  return undefined
}

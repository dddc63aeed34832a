import {
  REHEARSED,
  type RehearsalResult,
  type Rehearsed,
  type RehearsedAlert,
} from '../../../shared-types/src/protocol-rules.ts'
import type { Alert } from '../rules/rule.ts'
import { shownSubject } from '../rules/shown-subject.ts'

/** An alert with the unit that it concerns. */
export type Concerned = Alert & { unit: string }

/**
 * What both call for, what only the first does (added), and what only the second does (dropped); by subject and last day.
 * `most`: so many of each are shown, the newest first.
 */
export function comparison(tried: readonly Concerned[], held: readonly Concerned[], most: number): RehearsalResult {
  const inTried = new Set(tried.map(identity))
  const inHeld = new Set(held.map(identity))
  const found: Record<Rehearsed, Concerned[]> = {
    both: tried.filter(alert => inHeld.has(identity(alert))),
    added: tried.filter(alert => !inHeld.has(identity(alert))),
    dropped: held.filter(alert => !inTried.has(identity(alert))),
  }
  const each = <T>(of: (alerts: readonly Concerned[]) => T) =>
    Object.fromEntries(REHEARSED.map(kind => [kind, of(found[kind])])) as Record<Rehearsed, T>
  const units = [...new Set([...tried, ...held].map(({ unit }) => unit))].sort()
  return {
    counts: each(alerts => alerts.length),
    units: units.map(unit => ({
      unit,
      counts: each(alerts => alerts.filter(alert => alert.unit === unit).length),
    })),
    samples: each(alerts => alerts.toSorted(newestFirst).slice(0, most).map(shown)),
  }
}

/** The same as that of alerts. */
const identity = ({ rule, subject, to }: Alert) => JSON.stringify([rule, subject, to])

const newestFirst = (a: Alert, b: Alert) => (a.to < b.to ? 1 : a.to > b.to ? -1 : a.subject < b.subject ? -1 : 1)

const shown = ({ rule, ...alert }: Concerned): RehearsedAlert => ({
  ...alert,
  subject: shownSubject(rule, alert.subject),
})

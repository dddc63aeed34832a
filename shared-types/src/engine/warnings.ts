import type { Case } from '../model/case.ts'
import type { Kind } from '../model/domain.ts'
import type { Lookup, RuleFigure, Warning } from '../model/record.ts'
import { isEmpty, read } from './evaluate.ts'

/** A warning that holds. */
export interface Warned {
  name: string
  /** How many different values were counted, and in how many days, where it counts. */
  count?: number
  days?: number
}

/** A warning by the figures that hold today. */
export interface WarningInForce {
  name: string
  warning: Warning
  atLeast: number
  days: number
  /** What it counts in, within its days. */
  among: readonly Lookup[]
}

/** What warnings ask besides the case. */
export interface WarningScope {
  /** Whether the station works now; undefined where nobody knows, as in a year without a calendar. */
  works: boolean | undefined
  /** What the lookups of a warning find, by its name. */
  found: Readonly<Record<string, readonly Case[]>>
}

/**
 * The warnings about an act whose rule judges, with the figures that it judges by. `set` answers what a rule is set to,
 * undefined where it is switched off.
 */
export const warningsInForce = (
  { record }: Kind,
  act: string,
  set: (rule: string) => Readonly<Record<string, number>> | undefined,
): WarningInForce[] =>
  Object.entries(record.warns ?? {}).flatMap(([name, warning]): WarningInForce[] => {
    const parameters = warning.acts.includes(act) ? set(warning.rule) : undefined
    if (!parameters) return []
    const figure = (of?: RuleFigure) => (of ? (parameters[of.parameter] ?? of.delivered) : 0)
    const days = figure(warning.counts?.days)
    const among = (warning.counts?.among ?? []).map(({ since, where, ...lookup }) => {
      const within = { field: since, is: 'more', to: { today: -days } } as const
      return { ...lookup, where: where ? { all: [where, within] } : within }
    })
    return [{ name, warning, atLeast: figure(warning.counts?.atLeast), days, among }]
  })

/** Those that hold for this case as it stands with everything entered. */
export function warnings(declared: readonly WarningInForce[], c: Case, scope: WarningScope): Warned[] {
  return declared.flatMap(({ name, warning, atLeast, days }): Warned[] => {
    if (warning.outsideHours && scope.works !== false) return []
    if (!warning.counts) return [{ name }]
    const count = countOf(c, warning.counts.distinct, scope.found[name] ?? [])
    return count < atLeast ? [] : [{ name, count, days }]
  })
}

function countOf(c: Case, field: string, found: readonly Case[]): number {
  const values = [c, ...found].map(one => read(one, field)).filter(value => !isEmpty(value))
  return new Set(values.map(value => (typeof value === 'object' ? JSON.stringify(value) : value))).size
}

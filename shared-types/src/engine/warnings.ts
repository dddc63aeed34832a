import type { Case } from '../model/case.ts'
import type { Kind } from '../model/domain.ts'
import type { Warning } from '../model/record.ts'
import { isEmpty, read } from './evaluate.ts'

/** A warning that holds. */
export interface Warned {
  name: string
  /** How many different values were counted, where it counts. */
  count?: number
}

/** What warnings ask besides the case. */
export interface WarningScope {
  /** Whether the station works now; undefined where nobody knows, as in a year without a calendar. */
  works: boolean | undefined
  /** What the lookups of a warning find, by its name. */
  found: Readonly<Record<string, readonly Case[]>>
}

/** The warnings about an act on this case, as it stands with everything entered. */
export function warnings(kind: Kind, c: Case, act: string, scope: WarningScope): Warned[] {
  return warningsOf(kind, act).flatMap(([name, warning]): Warned[] => {
    if (warning.outsideHours && scope.works !== false) return []
    const count = warning.counts && countOf(c, warning.counts.distinct, scope.found[name] ?? [])
    if (warning.counts && count! < warning.counts.atLeast) return []
    return [{ name, ...(count !== undefined && { count }) }]
  })
}

/** Those that are about an act, by their names. */
export const warningsOf = ({ record }: Kind, act: string): [string, Warning][] =>
  Object.entries(record.warns ?? {}).filter(([, { acts }]) => acts.includes(act))

function countOf(c: Case, field: string, found: readonly Case[]): number {
  const values = [c, ...found].map(one => read(one, field)).filter(value => !isEmpty(value))
  return new Set(values.map(value => (typeof value === 'object' ? JSON.stringify(value) : value))).size
}

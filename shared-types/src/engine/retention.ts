import type { Case } from '../model/case.ts'
import type { Kind } from '../model/domain.ts'
import { addYears } from './day.ts'
import { isEmpty, type Scope } from './evaluate.ts'

/** Whole years that a case of this type is kept after its end; undefined when the record type does not say. */
export function yearsKept(kind: Kind, { parameters }: Pick<Scope, 'parameters'>): number | undefined {
  const name = kind.record.retention?.years
  if (name === undefined) return undefined
  return Number(parameters[`${kind.domain.name}.${name}`] ?? kind.domain.parameters?.[name]?.default)
}

/** The day before which a case must have ended to have run out; undefined when cases of this type are kept for ever. */
export function endedBefore(kind: Kind, scope: Pick<Scope, 'parameters' | 'today'>): string | undefined {
  const years = yearsKept(kind, scope)
  return years === undefined ? undefined : addYears(scope.today, -years)
}

/**
 * The day (YYYY-MM-DD) on which a case ended, undefined while it has not. An instant counts by its day in UTC, which is
 * at most a day off in terms of years, and which every database compares like memory does.
 */
export function endOf(kind: Kind, c: Case): string | undefined {
  const from = kind.record.retention?.ends[c.state]
  if (from === undefined) return undefined
  const value = from === '$updated' ? c.updatedAt : c.data[from]
  return typeof value === 'string' && !isEmpty(value) ? value.slice(0, 10) : undefined
}

/** Whether the time for which a case is kept has run out. A case that does not say when it ended is kept. */
export function hasRunOut(kind: Kind, c: Case, scope: Pick<Scope, 'parameters' | 'today'>): boolean {
  const before = endedBefore(kind, scope)
  const end = endOf(kind, c)
  return before !== undefined && end !== undefined && end < before
}

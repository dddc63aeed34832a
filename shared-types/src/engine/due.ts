import type { Case } from '../model/case.ts'
import type { Kind } from '../model/domain.ts'
import { addDays } from './day.ts'
import { evaluate, type Scope } from './evaluate.ts'

/** The calendar's say on a case: flags that hold today, and the time limits that run. */
export interface Due {
  flags: readonly string[]
  limits: readonly { name: string; due: string; last: string; level: 'ok' | 'due' | 'late' }[]
}

/** Flags and time limits of a case today. `due` is the day it should be done, `last` the day after which it is late. */
export function dueOf(kind: Kind, c: Case, scope: Scope): Due {
  const flags = Object.entries(kind.record.flags ?? {})
    .filter(([, f]) => evaluate(f.when, c, scope))
    .map(([name]) => name)
  const parameter = (name: string) =>
    Number(scope.parameters[`${kind.domain.name}.${name}`] ?? kind.domain.parameters?.[name]?.default)
  const limits = Object.entries(kind.record.limits ?? {}).flatMap(([name, limit]) => {
    const from = c.data[limit.from]
    if (!limit.states.includes(c.state) || typeof from !== 'string' || !from) return []
    const due = addDays(from, parameter(limit.due))
    const last = addDays(from, parameter(limit.last))
    const level = scope.today > last ? ('late' as const) : scope.today >= due ? ('due' as const) : ('ok' as const)
    return [{ name, due, last, level }]
  })
  return { flags, limits }
}

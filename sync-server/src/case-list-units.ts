import type { Condition } from '../../shared-types/src/model/condition.ts'

/**
 * The units in which all cases that meet a grounded condition lie; undefined when it does not say. Never too few: a
 * condition that is not understood says nothing.
 */
export function unitsOf(c: Condition): ReadonlySet<string> | undefined {
  if ('all' in c) {
    const [first, ...more] = c.all.flatMap(part => unitsOf(part) ?? [])
    return first && new Set([...first].filter(unit => more.every(part => part.has(unit))))
  }
  if ('any' in c) {
    const parts = c.any.map(unitsOf)
    return parts.includes(undefined) ? undefined : new Set(parts.flatMap(part => [...part!]))
  }
  if (!('field' in c) || c.field !== '$unit') return undefined
  if (c.is === 'equal') return typeof c.to === 'string' ? new Set([c.to]) : undefined
  if (c.is === 'in' && Array.isArray(c.to) && c.to.every(to => typeof to === 'string')) return new Set(c.to)
  return undefined
}

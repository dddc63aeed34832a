import type { Directory } from '../directory.ts'
import { demand, Refusal } from '../refusal.ts'
import type { PersonAsk } from '../route.ts'

/** Within what somebody sets rules, leaves subjects out and rehearses. */
export interface RulePowers {
  /** A post at a unit that has none above it. */
  whole: boolean
  /** The units of their posts and all below. */
  units: ReadonlySet<string>
}

/**
 * Supervisors within their units, administrators of the whole everywhere; an administrator below looks at what holds
 * everywhere and sets nothing. Others are refused.
 */
export function rulePowers({ signedIn, directory }: Pick<PersonAsk, 'signedIn' | 'directory'>): RulePowers {
  const posts = signedIn.posts.filter(({ role }) => role === 'supervisor' || role === 'administrator')
  demand(posts.length > 0)
  const setting = posts.filter(({ role, unit }) => role === 'supervisor' || isTop(directory, unit))
  return {
    whole: setting.some(({ unit }) => isTop(directory, unit)),
    units: new Set(setting.flatMap(({ unit }) => [...directory.below(unit)])),
  }
}

const isTop = ({ units }: Directory, unit: string) =>
  units.some(({ id, parent }) => id === unit && parent === undefined)

/** Whether they may at that place: a unit, or everywhere where there is none. */
export const mayAt = ({ whole, units }: RulePowers, unit: string | undefined): boolean =>
  unit === undefined ? whole : units.has(unit)

/** What lies elsewhere is as if it were not there. */
export function foundAt<T>(powers: RulePowers, row: T | undefined, unitOf: (row: T) => string | undefined): T {
  if (row === undefined || !mayAt(powers, unitOf(row))) throw new Refusal(404, 'not-found')
  return row
}

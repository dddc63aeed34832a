import type { OutOfRange, RuleBound } from '../../../shared-types/src/protocol-rules.ts'
import type { Parameters, Rule } from './rule.ts'

/** The first parameter that the rule does not have, or that lies outside of its bounds; undefined where all are well. */
export function outOfRange({ bounds, defaults }: Rule, given: Parameters): OutOfRange | undefined {
  const all = { ...defaults, ...given }
  for (const [parameter, value] of Object.entries(given)) {
    const bound = Object.hasOwn(bounds, parameter) ? bounds[parameter] : undefined
    if (!bound) return { parameter }
    if (!fitsIn(bound, value)) return { parameter, bound }
  }
  // Whichever of the two was changed, the one that is bound by the other is named.
  for (const [parameter, bound] of Object.entries(bounds))
    if (bound.atMost !== undefined && all[parameter]! > all[bound.atMost]!)
      return { parameter, bound: { ...bound, max: all[bound.atMost]! } }
  return undefined
}

const fitsIn = ({ min, max, whole }: RuleBound, value: number): boolean =>
  Number.isFinite(value) && value >= min && value <= max && (!whole || Number.isInteger(value))

/** The sentence about it, for the command line: `parameter of a rule must be a whole number from min to max`. */
export function rangeSentence(rule: string, { parameter, bound }: OutOfRange): string {
  if (!bound) return `${rule} has no parameter ${parameter}`
  const { min, max, whole } = bound
  return `${parameter} of ${rule} must be a ${whole ? 'whole number' : 'number'} from ${min} to ${max}`
}

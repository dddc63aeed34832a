import type { Condition } from '../../model/condition.ts'

/** Conditions that several files of this domain need. */
export const state = (...names: readonly [string, ...string[]]): Condition =>
  names.length === 1 ? { field: '$state', is: 'equal', to: names[0] } : { field: '$state', is: 'in', to: names }

/** The last day of an approval has not passed. */
export const notExpired: Condition = { field: 'useUntil', is: 'more', to: { today: -1 } }

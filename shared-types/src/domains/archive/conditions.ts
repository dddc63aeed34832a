import type { Condition } from '../../model/condition.ts'

/** Conditions that several files of this domain need. */
export const state = (...names: readonly [string, ...string[]]): Condition =>
  names.length === 1 ? { field: '$state', is: 'equal', to: names[0] } : { field: '$state', is: 'in', to: names }

/** Its own day of validity has passed; one without such a day does not expire. */
export const expired: Condition = { field: 'validUntil', is: 'less', to: { today: 0 } }

/** A paper that somebody compared with the original (B), or with whoever issued it (A). */
export const trusted: Condition = { field: 'trustLevel', is: 'in', to: ['A', 'B'] }

/** An earlier paper that may stand in for one that is asked for. */
export const reusable: Condition = { all: [state('confirmed'), trusted, { not: expired }] }

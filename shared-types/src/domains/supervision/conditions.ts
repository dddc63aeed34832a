import type { Condition } from '../../model/condition.ts'

/** What several files of this domain need. */
export const state = (...names: readonly [string, ...string[]]): Condition =>
  names.length === 1 ? { field: '$state', is: 'equal', to: names[0] } : { field: '$state', is: 'in', to: names }

export const ofVenue: Condition = { field: 'rule', is: 'equal', to: 'venue-footfall' }

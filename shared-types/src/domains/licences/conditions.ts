import type { Condition } from '../../model/condition.ts'

/** Conditions that several files of this domain need. */
export const state = (...names: readonly [string, ...string[]]): Condition =>
  names.length === 1 ? { field: '$state', is: 'equal', to: names[0] } : { field: '$state', is: 'in', to: names }

export const filled = (field: string): Condition => ({ not: { field, is: 'empty' } })

/** Its last day lies before today. One without a last day has none that could pass. */
export const passed: Condition = { field: 'holdsUntil', is: 'less', to: { today: 0 } }

/** Its last day is near: within as many days as a person needs to apply for its extension (Licensing Law, article 50: 30). */
export const nearEnd: Condition = {
  all: [{ not: passed }, { field: 'holdsUntil', is: 'less', to: { today: 61 } }],
}

/** A number counts from its registration on; one that was registered by mistake holds none. */
export const inBooks = state('valid', 'changing', 'suspended', 'cancelled', 'revoked', 'annulled')

export const isPerson: Condition = { field: 'holderSort', is: 'equal', to: 'person' }

import type { Condition } from '../../model/condition.ts'

/** Conditions that several files of this domain need. */
export const state = (...names: readonly [string, ...string[]]): Condition =>
  names.length === 1 ? { field: '$state', is: 'equal', to: names[0] } : { field: '$state', is: 'in', to: names }

export const kind = (...names: readonly [string, ...string[]]): Condition =>
  names.length === 1 ? { field: 'kind', is: 'equal', to: names[0] } : { field: 'kind', is: 'in', to: names }

export const filled = (field: string): Condition => ({ not: { field, is: 'empty' } })

/** The date field has come: today or before. */
export const reached = (field: string): Condition => ({ field, is: 'less', to: { today: 1 } })

/** The date field has not passed: today or later. */
export const notPassed = (field: string): Condition => ({ field, is: 'more', to: { today: -1 } })

/** Kinds of application that end with a new card. */
export const CARD_KINDS = ['first', 'renewal', 'replacement'] as const
export const cardKind: Condition = { field: 'kind', is: 'in', to: CARD_KINDS }

import type { Condition } from '../../model/condition.ts'

/** Conditions that several files of this domain need. */
export const open: Condition = { field: '$state', is: 'equal', to: 'open' }
export const unset: Condition = { field: 'supervisingUnit', is: 'empty' }

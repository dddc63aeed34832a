import { asking } from '../asking.ts'
import { balanced } from '../balances.ts'
import type { Desk } from '../desk.ts'
import { reported } from '../reports.ts'
import type { Handlers } from './handlers.ts'

/** Counts of a period and ledgers of a day, within the person's rights. */
export const reportCalls = (desk: Desk): Pick<Handlers, 'reports.run' | 'balance.run'> => ({
  'reports.run': (query, client) => reported(desk, asking(desk, client), query),
  'balance.run': (ask, client) => balanced(desk, asking(desk, client), ask),
})

import { kindOf } from '../../../../shared-types/src/engine/kinds.ts'
import { asking, caseAsked } from '../asking.ts'
import { caseAlerts } from '../case-alerts.ts'
import { caseCounts } from '../case-counts.ts'
import type { Desk } from '../desk.ts'
import type { Handlers } from './handlers.ts'

/** What is known of a case that the person may read besides itself. */
export function caseAboutCalls(desk: Desk): Pick<Handlers, 'cases.alerts' | 'cases.counts'> {
  return {
    'cases.alerts': async ({ id }, client) => {
      const who = asking(desk, client)
      const c = await caseAsked(desk, who, id)
      return caseAlerts(desk, who, kindOf(desk.kinds, c.type), c)
    },
    'cases.counts': async ({ id }, client) => {
      const who = asking(desk, client)
      const c = await caseAsked(desk, who, id)
      return caseCounts(desk, who, kindOf(desk.kinds, c.type), c)
    },
  }
}

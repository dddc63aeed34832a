import { asking } from '../asking.ts'
import type { CoreOptions } from '../core.ts'
import { dashboard } from '../dashboard.ts'
import type { Desk } from '../desk.ts'
import type { Handlers } from './handlers.ts'
import { sessionState } from './session.ts'

/** Counts for those who oversee, at their desk or on the wall. */
export const dashboardCalls = (
  desk: Desk,
  options: CoreOptions,
): Pick<Handlers, 'dashboard.view' | 'dashboard.wall'> => ({
  'dashboard.view': (_, client) => dashboard(desk, asking(desk, client)),
  'dashboard.wall'({ on }, client) {
    // Nobody puts anything up at somebody else's locked screen.
    client.wall = on && !desk.idle.locked() ? asking(desk, client).user.id : undefined
    return sessionState(desk, options, client)
  },
})

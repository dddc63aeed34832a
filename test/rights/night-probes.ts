import { ROUTES } from '../../shared-types/src/protocol.ts'
import type { Request } from './server-world.ts'

const DAYS = { from: '2026-03-01', to: '2026-03-01' }
const single = (request: Omit<Request, 'method'>) => ({ single: true as const, probe: async () => ({ request }) })

/** What the rules judged when. */
export const NIGHT_PROBERS = {
  'GET /api/rule-runs': single({ path: `${ROUTES.ruleRuns}?${new URLSearchParams(DAYS)}` }),
  'POST /api/rule-runs': single({ path: ROUTES.ruleRuns, body: JSON.stringify(DAYS), mime: 'application/json' }),
}

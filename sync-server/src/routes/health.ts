import { PROTOCOL, ROUTES } from '../../../shared-types/src/protocol.ts'
import type { Probe } from '../probe.ts'
import { lastNumber } from '../store.ts'
import { expiryWarning } from '../tls-expiry.ts'

/** Live: the process answers. Ready: it takes requests, its database answers and it is not about to stop. */
export const healthProbes: readonly Probe[] = [
  {
    path: ROUTES.health,
    async answer({ now }, _req, res) {
      res.json({ ok: true, protocol: PROTOCOL, time: now() })
    },
  },
  {
    path: '/api/ready',
    async answer({ store, stopping, tls, now }, _req, res) {
      const ready = !stopping.aborted && (await answers(lastNumber(store.db)))
      const warning = expiryWarning(tls.until(), now())
      res.status(ready ? 200 : 503).json({ ready, ...(warning && { warning }) })
    },
  },
]

/** How long, in milliseconds, a database may take that is there. */
const PATIENCE = 3000

const answers = (asked: Promise<unknown>): Promise<boolean> =>
  Promise.race([
    asked.then(
      () => true,
      () => false,
    ),
    new Promise<boolean>(resolve => setTimeout(resolve, PATIENCE, false).unref()),
  ])

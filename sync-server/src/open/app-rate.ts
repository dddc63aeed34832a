import { type RateLimiterAbstract, RateLimiterMemory } from 'rate-limiter-flexible'
import { OpenRefusal } from './problem.ts'

/** Counts what each app asks in a minute; how much that may be is each app's own. Each server counts for itself. */
export const appRate = (): RateLimiterMemory =>
  new RateLimiterMemory({ keyPrefix: 'open', points: Number.MAX_SAFE_INTEGER, duration: 60 })

/** Counts one request. @throws OpenRefusal `rate` with the seconds to wait */
export async function demandRate(rate: RateLimiterAbstract, app: string, perMinute: number): Promise<void> {
  const { consumedPoints, msBeforeNext } = await rate.consume(app)
  if (consumedPoints > perMinute) throw new OpenRefusal('rate', { wait: Math.max(1, Math.ceil(msBeforeNext / 1000)) })
}

import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible'

/** Counts one try; answers 0, or the seconds to wait when there were too many. Throws when the counter itself fails. */
export async function waitFor(limiter: RateLimiterAbstract, key: string): Promise<number> {
  try {
    await limiter.consume(key)
    return 0
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
    throw refused
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import { ServerRefusal } from './server-fault.ts'

/** The centre counts by the minute: after this long in all, in ms, whoever still waits is told. */
const PATIENCE = 75_000

/**
 * Asks, and asks again as late as the centre says when this window asked too much: what travels by itself is only slowed
 * by that. Throws what the last try threw, or the signal's reason.
 */
export async function whenAskedToWait<T>(ask: () => Promise<T>, signal?: AbortSignal | null): Promise<T> {
  for (let left = PATIENCE; ; ) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof ServerRefusal) || error.error !== 'too-many') throw error
      // Not all of those that wait come back at the same moment.
      const pause = Math.max(1, Number(error.detail) || 1) * 1000 + Math.random() * 500
      left -= pause
      if (left < 0) throw error
      await sleep(pause, undefined, { ref: false, ...(signal && { signal }) })
    }
  }
}

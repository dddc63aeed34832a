import { pauseLeft, type Tries, USUAL, withFailure } from '../../../shared-types/src/engine/slowing.ts'
import type { Kept } from './store/kept.ts'

/** Tries to sign in or to unlock with what this window keeps. Kept on disk: a restart forgives nothing. */
export interface OfflineTries {
  /** Counts one try as failed before it is known how it ends. Answers 0, or the seconds to wait. */
  begin(login: string): Promise<number>
  /** The password was right. */
  forget(login: string): Promise<void>
}

/** The same pauses as at the centre for somebody who usually works here; `now` is the device's clock. */
export function offlineTries(store: Kept<Tries>, now: () => string): OfflineTries {
  // Of two tries at once the second waits for the first to be counted.
  const queue = { last: Promise.resolve() as Promise<unknown> }
  const count = async (login: string): Promise<number> => {
    const tries = await store.get(login)
    const wait = pauseLeft(tries, now(), USUAL)
    // A clock that was set back: from now on the pause counts.
    if (wait > 0 && tries && tries.at > now()) await store.put(login, { ...tries, at: now() })
    if (wait === 0) await store.put(login, withFailure(tries, now(), USUAL))
    return wait
  }
  return {
    begin(login) {
      const counted = queue.last.then(() => count(login))
      queue.last = counted.catch(() => undefined)
      return counted
    },
    forget: login => store.remove(login),
  }
}

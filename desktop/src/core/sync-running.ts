import type { RxReplicationState } from 'rxdb/plugins/replication'
import { take } from 'rxjs'
import type { StoredEvent } from '../../../shared-types/src/model/case.ts'
import type { Checkpoint } from '../../../shared-types/src/protocol.ts'
import { type Tries, tries } from './tries.ts'

export type Replication = RxReplicationState<StoredEvent, Checkpoint>

/** A replication that is begun, begun anew where it failed, and ended. */
export interface Running {
  /** What runs now, and the tries of its handlers. */
  now(): { replication: Replication; again: Tries } | undefined
  /** Harmless when it runs; when it cannot begin it is tried again later. */
  start(): Promise<void>
  stop(): Promise<void>
}

/** Between two tries, in ms. */
const RETRY = 3_000

/** `begin` makes a replication whose handlers try by themselves until `stop`. */
export function running(begin: (again: Tries, stop: AbortSignal) => Promise<Replication>): Running {
  const state: {
    now?: { replication: Replication; again: Tries }
    stop?: AbortController
    starting?: Promise<void>
    timer?: NodeJS.Timeout
    stopped?: boolean
  } = {}
  const later = () => {
    if (!state.stopped) state.timer = setTimeout(() => void start(), RETRY)
  }
  const begun = async () => {
    const stop = new AbortController()
    const again = tries(RETRY, stop.signal)
    state.stop = stop
    const replication = await begin(again, stop.signal)
    state.now = { replication, again }
    // The handlers never give up, so that only the disk can fail here: then it begins where it last stood on the disk.
    replication.error$.pipe(take(1)).subscribe(async error => {
      again.failed(error)
      if (state.stopped) return
      await end()
      later()
    })
  }
  const end = async () => {
    const { now, stop } = state
    delete state.now
    stop?.abort()
    // RxDB 17.6 rejects where nobody listens when a replication is cancelled while it still starts.
    await now?.replication.startPromise
    await now?.replication.cancel()
  }
  const start = async () => {
    clearTimeout(state.timer)
    if (!state.now) state.starting ??= begun().catch(later)
    await state.starting?.finally(() => delete state.starting)
  }
  return {
    now: () => state.now,
    start,
    async stop() {
      state.stopped = true
      clearTimeout(state.timer)
      state.stop?.abort()
      await state.starting
      await end()
    },
  }
}

import { followLog } from './follow.ts'
import type { FollowParts } from './parts.ts'

/** Milliseconds: commits of a moment are followed together, and what another server wrote before it died, after a while. */
const GATHER = 200
const LOOK = 30_000

interface FollowingParts extends FollowParts {
  fault: (error: unknown, about: string) => void
  stopping: AbortSignal
}

/**
 * Follows the log into what the rules read behind every commit of this process, and now and then besides. Answers how to
 * end it, which waits for what is under way.
 */
export function keepFollowing(parts: FollowingParts): () => Promise<void> {
  const { store, fault, stopping } = parts
  const state: { timer?: NodeJS.Timeout | undefined; running?: Promise<void> | undefined; ended?: true } = {}
  const follow = async () => {
    state.timer = undefined
    state.running = followLog(parts, stopping).catch(error => fault(error, 'following the log'))
    await state.running
    state.running = undefined
  }
  const soon = () => {
    if (state.ended || stopping.aborted || state.timer) return
    // What is committed while one runs is seen by it or by the next.
    state.timer = setTimeout(() => void (state.running ?? Promise.resolve()).then(follow), GATHER).unref()
  }
  const forget = store.onCommit(soon)
  const look = setInterval(soon, LOOK).unref()
  soon()
  return async () => {
    state.ended = true
    forget()
    clearInterval(look)
    clearTimeout(state.timer)
    await state.running
  }
}

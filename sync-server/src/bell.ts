import type { Notices } from './notices.ts'
import type { Store } from './store.ts'
import { lastNumber } from './store.ts'

/** Rings when something was written, by this process or by another server on the same database. */
export interface Bell {
  listen(listener: () => void): () => void
  /** How often it has rung. */
  rings(): number
  /** How many listen. */
  listeners(): number
  stop(): Promise<void>
}

/** How other servers are told and heard; none where the database has one server. */
export type Between = (heard: () => void) => Notices

/**
 * Commits of this process ring at once, gathered for a moment, and are told to the others, whose bells ring; one ring
 * keeps a distance to the next, since every live stream looks up and writes each time. Because a
 * notice can be lost with its connection, each also looks for what was written every few seconds.
 */
export function bell(
  store: Store,
  onFault: (error: unknown) => void,
  {
    between,
    gather = 50,
    apart = 250,
    look = 2000,
  }: { between?: Between; gather?: number; apart?: number; look?: number } = {},
): Bell {
  const listeners = new Set<() => void>()
  const state: { last?: number; timer?: NodeJS.Timeout | undefined; own: boolean; rings: number; rang: number } = {
    rang: Number.NEGATIVE_INFINITY,
    own: false,
    rings: 0,
  }
  const ring = () => {
    state.timer = undefined
    if (state.own) notices?.tell().catch(onFault)
    state.own = false
    state.rings++
    state.rang = performance.now()
    for (const listener of listeners) listener()
  }
  const soon = () => {
    state.timer ??= setTimeout(ring, Math.max(gather, state.rang + apart - performance.now()))
  }
  const lookUp = async () => {
    if (listeners.size === 0) return
    const last = await lastNumber(store.db)
    if (state.last !== undefined && last !== state.last) soon()
    state.last = last
  }
  const notices = between?.(soon)
  const forget = store.onCommit(() => {
    state.own = true
    soon()
  })
  const watch = setInterval(() => void lookUp().catch(onFault), look)
  watch.unref()
  return {
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    rings: () => state.rings,
    listeners: () => listeners.size,
    async stop() {
      forget()
      clearInterval(watch)
      clearTimeout(state.timer)
      await notices?.stop()
    },
  }
}

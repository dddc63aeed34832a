import type { Store } from './store.ts'
import { lastNumber } from './store.ts'

/** Rings when something was written, by this process or by another server on the same database. */
export interface Bell {
  listen(listener: () => void): () => void
  stop(): void
}

/** Commits of this process ring at once, gathered for a moment; those of others are looked for every few seconds. */
export function bell(store: Store, onFault: (error: unknown) => void, gather = 50, look = 2000): Bell {
  const listeners = new Set<() => void>()
  const state: { last?: number; timer?: NodeJS.Timeout | undefined } = {}
  const ring = () => {
    state.timer = undefined
    for (const listener of listeners) listener()
  }
  const soon = () => {
    state.timer ??= setTimeout(ring, gather)
  }
  const lookUp = async () => {
    if (listeners.size === 0) return
    const last = await lastNumber(store.db)
    if (state.last !== undefined && last !== state.last) soon()
    state.last = last
  }
  const forget = store.onCommit(soon)
  const watch = setInterval(() => void lookUp().catch(onFault), look)
  watch.unref()
  return {
    listen(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    stop() {
      forget()
      clearInterval(watch)
      clearTimeout(state.timer)
    },
  }
}

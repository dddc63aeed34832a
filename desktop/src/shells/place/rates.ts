/** How often something may be done by one key in a span of time. */
export interface Rate {
  /** Counts once more; answers 0, or the seconds until it may be done again. */
  take(key: string): number
}

/** Keys that are remembered at once: when more come in one span, the counting begins anew rather than memory grows. */
const MOST_KEYS = 50_000

/** At most `most` times in `seconds`, by a clock in milliseconds that nobody sets. */
export function rate(most: number, seconds: number, now: () => number = () => performance.now()): Rate {
  const span = { counts: new Map<string, number>(), ends: now() + seconds * 1000 }
  return {
    take(key) {
      if (now() >= span.ends || span.counts.size >= MOST_KEYS) {
        span.counts.clear()
        span.ends = now() + seconds * 1000
      }
      const count = (span.counts.get(key) ?? 0) + 1
      span.counts.set(key, count)
      return count > most ? Math.max(1, Math.ceil((span.ends - now()) / 1000)) : 0
    },
  }
}

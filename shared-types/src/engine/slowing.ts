/** Tries that failed, and when the last of them was made (ISO 8601, UTC). */
export interface Tries {
  failures: number
  at: string
}

/** How one kind of tries is slowed; times in seconds. */
export interface Slowing {
  /** Failures that cost nothing. */
  free: number
  /** The longest pause after a failure; pauses double from `FIRST` up to it. */
  most: number
  /** One failure is forgotten after so long. */
  forget: number
}

const FIRST = 2

/**
 * Seconds until the next try may be made, 0 when it may be made now. A clock that was set back makes nobody wait longer
 * than the pause itself.
 */
export function pauseLeft(tries: Tries | undefined, now: string, rule: Slowing): number {
  if (!tries) return 0
  const pause = pauseAfter(tries.failures, rule)
  const gone = (Date.parse(now) - Date.parse(tries.at)) / 1000
  return gone < 0 ? pause : Math.max(0, Math.ceil(pause - gone))
}

const pauseAfter = (failures: number, { free, most }: Slowing): number =>
  failures <= free ? 0 : Math.min(most, FIRST * 2 ** Math.min(failures - free - 1, 20))

/** The tries with one more that failed now. */
export function withFailure(tries: Tries | undefined, now: string, rule: Slowing): Tries {
  const gone = tries ? Math.max(0, (Date.parse(now) - Date.parse(tries.at)) / 1000) : 0
  const left = Math.max(0, (tries?.failures ?? 0) - Math.floor(gone / rule.forget))
  return { failures: left + 1, at: now }
}

/** One login at one station where that person usually works: whoever knows the password gets through within a minute. */
export const USUAL: Slowing = { free: 3, most: 45, forget: 3600 }

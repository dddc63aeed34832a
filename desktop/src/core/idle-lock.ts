/** Locks the window after some time without a key or a click. What was typed stays; calls are refused until it opens. */
export interface IdleLock {
  locked(): boolean
  /** Somebody is there. Opens nothing. */
  touch(): void
  /** Locks at once. */
  lock(): void
  /** Opens, or begins to count for somebody who has just signed in. */
  open(): void
  stop(): void
}

interface Parts {
  /** Whether somebody is signed in: nobody is locked out of an empty desk. */
  taken: () => boolean
  minutes: () => number
  /** Milliseconds of a clock that also runs while the machine sleeps. */
  wall: () => number
  /** The lock fell. */
  fell: () => void
  /** How often it is looked, in milliseconds. */
  look?: number
}

export function idleLock({ taken, minutes, wall, fell, look = 2_000 }: Parts): IdleLock {
  const state = { locked: false, last: wall() }
  const fall = () => {
    state.locked = true
    fell()
  }
  const locked = () => {
    if (!taken()) state.locked = false
    else if (!state.locked) {
      const gone = wall() - state.last
      // A clock that was set back starts the count anew; it must not keep the window open.
      if (gone < 0) state.last = wall()
      if (gone >= minutes() * 60_000) fall()
    }
    return state.locked
  }
  const timer = setInterval(locked, look)
  timer.unref()
  return {
    locked,
    touch() {
      if (!locked()) state.last = wall()
    },
    lock() {
      if (taken() && !locked()) fall()
    },
    open() {
      state.locked = false
      state.last = wall()
    },
    stop: () => clearInterval(timer),
  }
}

/** Work with the server that is tried until it succeeds, and at once when there is reason to hope. */
export interface Tries {
  /** Tries again after each failure, until it succeeds. Throws its last failure when it is to stop. */
  until<T>(work: () => Promise<T>): Promise<T>
  /** Whoever waits between two tries tries now. */
  now(): void
  /** Something failed that is not tried here: whoever waits for all of it learns that. */
  failed(error: unknown): void
  /** What this promise answers, or the next failure of anything that is tried, whichever comes first. */
  orFailure<T>(result: Promise<T>): Promise<T>
}

/** `pause` between two tries, in ms. After `stop` nothing is tried again. */
export function tries(pause: number, stop: AbortSignal): Tries {
  const sleepers = new Set<() => void>()
  const watchers = new Set<(error: unknown) => void>()
  const wake = () => {
    for (const awake of [...sleepers]) awake()
  }
  const failed = (error: unknown) => {
    for (const tell of watchers) tell(error)
  }
  stop.addEventListener('abort', wake)

  const nap = () =>
    new Promise<void>(resolve => {
      const awake = () => {
        clearTimeout(timer)
        sleepers.delete(awake)
        resolve()
      }
      const timer = setTimeout(awake, pause)
      sleepers.add(awake)
    })

  return {
    async until(work) {
      for (;;) {
        try {
          return await work()
        } catch (error) {
          failed(error)
          if (stop.aborted) throw error
          await nap()
          if (stop.aborted) throw error
        }
      }
    },
    now: wake,
    failed,
    async orFailure(result) {
      const failure = Promise.withResolvers<never>()
      watchers.add(failure.reject)
      try {
        return await Promise.race([result, failure.promise])
      } finally {
        watchers.delete(failure.reject)
      }
    },
  }
}

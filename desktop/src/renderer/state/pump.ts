/** Does a thing soon after it was asked for, one at a time, and once more when it was asked for meanwhile. */
export interface Pump {
  poke(): void
  /** Does now what waits, and answers when nothing is under way. */
  flush(): Promise<void>
  /** Drops what waits, and answers when nothing is under way. */
  stop(): Promise<void>
}

/** `wait` in ms counts from the first poke, so that steady typing cannot put it off for ever. */
export function makePump(run: () => Promise<void>, wait: number): Pump {
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined
  let again = false

  const start = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    if (running) {
      again = true
      return running
    }
    running = run().finally(() => {
      running = undefined
      if (again) {
        again = false
        poke()
      }
    })
    return running
  }
  const poke = () => {
    timer ??= setTimeout(() => void start().catch(() => {}), wait)
  }
  return {
    poke,
    flush: async () => {
      // What runs may ask for one more turn. Whoever else flushes meanwhile waits for the same turn and adds none.
      while (timer !== undefined || running) await (running ?? start())
    },
    stop: async () => {
      clearTimeout(timer)
      timer = undefined
      again = false
      await running?.catch(() => {})
    },
  }
}

/** Lets work through as it comes, or, while something stands aside, not at all. */
export interface Gate {
  /** Runs `work` once the gate is open. */
  through<T>(work: () => Promise<T>): Promise<T>
  /** Closes the gate, waits until all that went through has ended, runs `work`, and opens again. */
  aside<T>(work: () => Promise<T>): Promise<T>
}

export function gate(): Gate {
  const state: { closed?: Promise<void>; inside: number; empty: () => void } = { inside: 0, empty: () => {} }
  const opened = async () => {
    while (state.closed) await state.closed
  }
  return {
    async through(work) {
      await opened()
      state.inside++
      try {
        return await work()
      } finally {
        state.inside--
        if (state.inside === 0) state.empty()
      }
    },
    async aside(work) {
      await opened()
      const { promise, resolve } = Promise.withResolvers<void>()
      state.closed = promise
      try {
        if (state.inside) await new Promise<void>(empty => (state.empty = empty))
        return await work()
      } finally {
        delete state.closed
        resolve()
      }
    },
  }
}

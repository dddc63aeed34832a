import { setImmediate } from 'node:timers/promises'

/** Keys of one reading: both databases limit how many values a statement takes. */
const MANY = 500

type Asked<V> = PromiseWithResolvers<V | undefined>

/**
 * Looks things up by key, in one reading for all who ask while another reading runs or requests are still being taken
 * in: a statement of its own for each of hundreds of requests costs more than most of them do else. Nothing is kept:
 * each is answered by a reading that began after it had asked. What is answered is shared, and so not to be changed.
 * `read` leaves out keys that it does not find; what it throws all hear who share it.
 */
export function gathered<K, V>(
  read: (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>,
): (key: K) => Promise<V | undefined> {
  const state: { waiting: Map<K, Asked<V>>; running: boolean } = { waiting: new Map(), running: false }

  async function together(batch: readonly (readonly [K, Asked<V>])[]): Promise<void> {
    try {
      const found = await read(batch.map(([key]) => key))
      for (const [key, asked] of batch) asked.resolve(found.get(key))
    } catch (error) {
      for (const [, asked] of batch) asked.reject(error)
    }
  }

  async function run(): Promise<void> {
    state.running = true
    while (state.waiting.size) {
      // What lies in the sockets is taken in first.
      await setImmediate()
      const batch = [...state.waiting].slice(0, MANY)
      for (const [key] of batch) state.waiting.delete(key)
      await together(batch)
    }
    state.running = false
  }

  return key => {
    const asked = state.waiting.get(key) ?? Promise.withResolvers<V | undefined>()
    state.waiting.set(key, asked)
    if (!state.running) void run()
    return asked.promise
  }
}

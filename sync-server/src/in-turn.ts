import { setImmediate } from 'node:timers/promises'

/**
 * Runs one piece of work after the other, in the order in which they were asked for, and lets the event loop turn before
 * each: with SQLite a piece is one long breath, and the loop takes in one new connection a turn. Without it whoever was
 * taken in first is served page after page while others are not even heard.
 */
export function inTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  const tail = { at: Promise.resolve() as Promise<unknown> }
  return work => {
    const run = tail.at.then(async () => {
      await setImmediate()
      return work()
    })
    tail.at = run.catch(() => undefined)
    return run
  }
}

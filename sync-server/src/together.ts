import { setImmediate } from 'node:timers/promises'
import { isTransient } from './refusal.ts'

/** Runs work in one transaction, as `Store.transaction` does. */
type Transaction<Turn> = <T>(work: (turn: Turn) => Promise<T>) => Promise<T>

interface Waiting<Turn> {
  size: number
  work: (turn: Turn) => Promise<unknown>
  answer(result: unknown): void
  fail(error: unknown): void
}

/** What one transaction holds at most: a long turn keeps everybody else waiting. */
const MOST = 200

/**
 * Pieces of work that arrive while a transaction runs share the next one, in their order: beginning, committing and the
 * sync to the disk cost more than most of them. Each is answered after the commit. When one throws all of it is undone,
 * and each has a transaction of its own; so nothing outside of the database may depend on how often a piece ran.
 */
export function together<Turn>(
  transaction: Transaction<Turn>,
): <T>(size: number, work: (turn: Turn) => Promise<T>) => Promise<T> {
  const state: { waiting: Waiting<Turn>[]; running: boolean } = { waiting: [], running: false }

  async function alone({ work, answer, fail }: Waiting<Turn>): Promise<void> {
    await transaction(work).then(answer, fail)
  }

  async function shared(batch: readonly Waiting<Turn>[]): Promise<void> {
    try {
      const results = await transaction(async turn => {
        const done: unknown[] = []
        for (const { work } of batch) done.push(await work(turn))
        return done
      })
      for (const [i, { answer }] of batch.entries()) answer(results[i])
    } catch (error) {
      // A database that is gone is so for all of them.
      if (isTransient(error)) for (const { fail } of batch) fail(error)
      else for (const one of batch) await alone(one)
    }
  }

  function next(): Waiting<Turn>[] {
    const sum = { size: 0 }
    const end = state.waiting.findIndex(({ size }, i) => {
      sum.size += size
      return i > 0 && sum.size > MOST
    })
    return state.waiting.splice(0, end < 0 ? state.waiting.length : end)
  }

  async function run(): Promise<void> {
    state.running = true
    while (state.waiting.length) {
      // SQLite answers without a pause in which anything could arrive: what lies in the sockets is read first.
      await setImmediate()
      const batch = next()
      await (batch.length > 1 ? shared(batch) : alone(batch[0]!))
    }
    state.running = false
  }

  return <T>(size: number, work: (turn: Turn) => Promise<T>) =>
    new Promise<T>((answer, fail) => {
      state.waiting.push({ size, work, answer: result => answer(result as T), fail })
      if (!state.running) void run()
    })
}

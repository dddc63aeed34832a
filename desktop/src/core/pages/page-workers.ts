import type { BlankPage, MadePage } from './make-page.ts'
import type { PageJob } from './page-job.ts'
import type { PageProfile } from './page-profile.ts'
import { type PoolOptions, PROCESSES, type WorkPool, workPool } from './work-pool.ts'

const PROGRAM = new URL('./page-worker.ts', import.meta.url)

/** Makes one page or card sheet, and the pages of stacks. */
export interface PageWorkers extends WorkPool<PageJob, MadePage | BlankPage> {
  /**
   * Makes the pages of a stack in their order. Takes no more from the stack than can be worked on, so that a scanner
   * that is faster waits and nothing piles up; whoever stops taking stops the stack.
   */
  stack(
    pages: AsyncIterable<{ bytes: Uint8Array }>,
    profile: PageProfile,
    signal?: AbortSignal,
  ): AsyncIterable<MadePage | BlankPage>
}

/** Pages made in processes, each of which needs up to 150 MB while it has work. */
export function pageWorkers({ program = PROGRAM, ...options }: PoolOptions & { program?: URL } = {}): PageWorkers {
  const pool = workPool<PageJob, MadePage | BlankPage>(program, options)
  return {
    ...pool,
    stack: (pages, profile, signal) =>
      inOrder(
        pages,
        page => pool.make({ make: 'page', bytes: page.bytes, profile }, signal),
        (options.processes ?? PROCESSES) + 1,
      ),
  }
}

/** Works on at most `most` at a time, takes no more than that, and answers in the order in which they came. */
async function* inOrder<A, B>(from: AsyncIterable<A>, work: (a: A) => Promise<B>, most: number): AsyncGenerator<B> {
  const under: Promise<B>[] = []
  try {
    for await (const one of from) {
      const made = work(one)
      // Whoever comes to it hears of its fault; until then nobody does.
      made.catch(() => undefined)
      under.push(made)
      if (under.length < most) continue
      const next = under.shift()!
      // Those behind a page that could not be made are not kept: in their place they would hide that one is missing.
      next.catch(() => under.splice(0))
      yield await next
    }
  } catch (error) {
    // What came before the fault is good.
    for (const made of under.splice(0)) yield await made
    throw error
  }
  for (const made of under) yield await made
}

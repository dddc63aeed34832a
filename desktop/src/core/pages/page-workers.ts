import { FileFault } from '../file-fault.ts'
import { forkPages } from './fork-pages.ts'
import type { BlankPage, MadePage } from './make-page.ts'
import type { PageAnswer, PageJob } from './page-job.ts'
import type { PageProcess, StartPages } from './page-process.ts'
import type { PageProfile } from './page-profile.ts'

const PROGRAM = new URL('./page-worker.ts', import.meta.url)

export interface PageWorkers {
  /**
   * Makes one page or card sheet.
   * @throws {FileFault} `unprocessed` when its process died or stood still; the reason of `signal` when it was given up
   */
  make(job: PageJob, signal?: AbortSignal): Promise<MadePage | BlankPage>
  /**
   * Makes the pages of a stack in their order. Takes no more from the stack than can be worked on, so that a scanner
   * that is faster waits and nothing piles up; whoever stops taking stops the stack.
   */
  stack(
    pages: AsyncIterable<{ bytes: Uint8Array }>,
    profile: PageProfile,
    signal?: AbortSignal,
  ): AsyncIterable<MadePage | BlankPage>
  close(): Promise<void>
}

interface Options {
  /** How many processes. Each needs up to 150 MB while it has work. */
  processes?: number
  /** Milliseconds after which a page is given up with its process. */
  patience?: number
  /** Milliseconds after which processes without work end. */
  idle?: number
  start?: StartPages | undefined
  program?: URL
}

interface Waiting {
  job: PageJob
  done: PromiseWithResolvers<MadePage | BlankPage>
}

interface Worker {
  process: PageProcess
  work: Waiting | undefined
  timer: NodeJS.Timeout | undefined
  gone: PromiseWithResolvers<void>
}

/** Pages made in processes, which are started with the first page. A process that dies costs the page that it had. */
export function pageWorkers({
  processes = 2,
  patience = 60_000,
  idle = 20_000,
  start = forkPages,
  program = PROGRAM,
}: Options = {}): PageWorkers {
  const all = new Set<Worker>()
  const queue: Waiting[] = []
  let closed = false

  function next(): void {
    while (queue.length && !closed) {
      const worker = [...all].find(w => !w.work) ?? (all.size < processes ? started() : undefined)
      if (!worker) return
      give(worker, queue.shift()!)
    }
  }

  function started(): Worker {
    const worker: Worker = { process: start(program), work: undefined, timer: undefined, gone: Promise.withResolvers() }
    all.add(worker)
    worker.process.listen(answer => taken(worker, answer))
    worker.process.ended(() => gone(worker))
    return worker
  }

  function give(worker: Worker, work: Waiting): void {
    clearTimeout(worker.timer)
    worker.work = work
    worker.timer = setTimeout(worker.process.kill, patience)
    worker.process.hold(true)
    worker.process.give(work.job)
  }

  function taken(worker: Worker, answer: PageAnswer): void {
    const { work } = worker
    rest(worker)
    if ('made' in answer) work?.done.resolve(answer.made)
    else if ('fault' in answer) work?.done.reject(new FileFault(answer.fault, answer.facts))
    else work?.done.reject(new Error(answer.bug))
    next()
  }

  /** One without work keeps the window from nothing, and ends after a while. */
  function rest(worker: Worker): void {
    worker.work = undefined
    clearTimeout(worker.timer)
    worker.process.hold(false)
    worker.timer = setTimeout(() => {
      // It is given nothing more from here on, though it takes a moment to be gone.
      all.delete(worker)
      worker.process.kill()
    }, idle).unref()
  }

  function gone(worker: Worker): void {
    clearTimeout(worker.timer)
    all.delete(worker)
    worker.gone.resolve()
    worker.work?.done.reject(new FileFault('unprocessed'))
    next()
  }

  async function end({ process, gone }: Worker): Promise<void> {
    process.hold(true)
    process.kill()
    await gone.promise
  }

  async function make(job: PageJob, signal?: AbortSignal): Promise<MadePage | BlankPage> {
    signal?.throwIfAborted()
    if (closed) throw new FileFault('unprocessed')
    const work: Waiting = { job, done: Promise.withResolvers() }
    queue.push(work)
    next()
    const give = () => {
      const at = queue.indexOf(work)
      if (at >= 0) queue.splice(at, 1)
      // A page that is being made is made to its end, for nobody: its process is good for the next.
      work.done.reject(signal!.reason)
    }
    signal?.addEventListener('abort', give, { once: true })
    return work.done.promise.finally(() => signal?.removeEventListener('abort', give))
  }

  return {
    make,
    stack: (pages, profile, signal) =>
      inOrder(pages, page => make({ make: 'page', bytes: page.bytes, profile }, signal), processes + 1),
    async close() {
      closed = true
      for (const { done } of queue.splice(0)) done.reject(new FileFault('unprocessed'))
      await Promise.all([...all].map(end))
    },
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

import { Worker } from 'node:worker_threads'
import { FileFault } from '../file-fault.ts'
import type { BlankPage, MadePage } from './make-page.ts'
import type { PageAnswer, PageJob } from './page-job.ts'
import type { PageProfile } from './page-profile.ts'

export interface PageWorkers {
  /**
   * Makes one page or card sheet.
   * @throws {FileFault} `unprocessed` when its thread died or stood still; the reason of `signal` when it was given up
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
  /** How many threads. Each needs up to 150 MB while it has work. */
  threads?: number
  /** Milliseconds after which a page is given up with its thread. */
  patience?: number
  /** Milliseconds after which threads without work end. */
  idle?: number
  script?: URL
}

interface Waiting {
  job: PageJob
  done: PromiseWithResolvers<MadePage | BlankPage>
}

interface Thread {
  worker: Worker
  work: Waiting | undefined
  timer: NodeJS.Timeout | undefined
}

/** Pages made in threads, which are started with the first page. A thread that dies costs the page that it had. */
export function pageWorkers({
  threads = 2,
  patience = 60_000,
  idle = 20_000,
  script = new URL('./page-worker.ts', import.meta.url),
}: Options = {}): PageWorkers {
  const all = new Set<Thread>()
  const queue: Waiting[] = []
  let closed = false

  function next(): void {
    while (queue.length) {
      const thread = [...all].find(t => !t.work) ?? (all.size < threads ? started() : undefined)
      if (!thread) return
      give(thread, queue.shift()!)
    }
  }

  function started(): Thread {
    const thread: Thread = { worker: new Worker(script), work: undefined, timer: undefined }
    all.add(thread)
    thread.worker.unref()
    thread.worker.on('message', (answer: PageAnswer) => taken(thread, answer))
    // An error is followed by the exit.
    thread.worker.on('error', () => undefined)
    thread.worker.on('exit', () => gone(thread))
    return thread
  }

  function give(thread: Thread, work: Waiting): void {
    clearTimeout(thread.timer)
    thread.work = work
    thread.timer = setTimeout(() => void thread.worker.terminate(), patience)
    thread.worker.ref()
    thread.worker.postMessage(work.job)
  }

  function taken(thread: Thread, answer: PageAnswer): void {
    const { work } = thread
    rest(thread)
    if ('made' in answer) work?.done.resolve(answer.made)
    else if ('fault' in answer) work?.done.reject(new FileFault(answer.fault, answer.facts))
    else work?.done.reject(new Error(answer.bug))
    next()
  }

  /** A thread without work keeps no process alive, and ends after a while. */
  function rest(thread: Thread): void {
    thread.work = undefined
    clearTimeout(thread.timer)
    thread.worker.unref()
    thread.timer = setTimeout(() => void thread.worker.terminate(), idle).unref()
  }

  function gone(thread: Thread): void {
    clearTimeout(thread.timer)
    all.delete(thread)
    thread.work?.done.reject(new FileFault('unprocessed'))
    if (!closed) next()
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
      // A page that is being made is made to its end, for nobody: its thread is good for the next.
      work.done.reject(signal!.reason)
    }
    signal?.addEventListener('abort', give, { once: true })
    return work.done.promise.finally(() => signal?.removeEventListener('abort', give))
  }

  return {
    make,
    stack: (pages, profile, signal) =>
      inOrder(pages, page => make({ make: 'page', bytes: page.bytes, profile }, signal), threads + 1),
    async close() {
      closed = true
      for (const { done } of queue.splice(0)) done.reject(new FileFault('unprocessed'))
      await Promise.all([...all].map(({ worker }) => worker.terminate()))
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

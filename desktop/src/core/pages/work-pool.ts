import { FileFault } from '../file-fault.ts'
import { forkPages } from './fork-pages.ts'
import type { PoolAnswer } from './page-job.ts'
import type { PageProcess, StartPages } from './page-process.ts'

export interface WorkPool<Job, Made> {
  /**
   * Has one thing made.
   * @throws {FileFault} `unprocessed` when its process died or stood still; the reason of `signal` when it was given up
   */
  make(job: Job, signal?: AbortSignal): Promise<Made>
  close(): Promise<void>
}

/** How many processes there are, unless said otherwise. */
export const PROCESSES = 2

export interface PoolOptions {
  /** How many processes. */
  processes?: number
  /** Milliseconds after which a job is given up with its process. */
  patience?: number
  /** Milliseconds after which processes without work end. */
  idle?: number
  start?: StartPages | undefined
}

interface Waiting<Job, Made> {
  job: Job
  done: PromiseWithResolvers<Made>
}

interface Worker<Job, Made> {
  process: PageProcess
  work: Waiting<Job, Made> | undefined
  timer: NodeJS.Timeout | undefined
  gone: PromiseWithResolvers<void>
}

/**
 * Processes that run one program and make one thing after the other. They are started with the first job; one that dies
 * costs the job that it had.
 */
export function workPool<Job, Made>(
  program: URL,
  { processes = PROCESSES, patience = 60_000, idle = 20_000, start = forkPages }: PoolOptions,
): WorkPool<Job, Made> {
  const all = new Set<Worker<Job, Made>>()
  const queue: Waiting<Job, Made>[] = []
  let closed = false

  function next(): void {
    while (queue.length && !closed) {
      const worker = [...all].find(w => !w.work) ?? (all.size < processes ? started() : undefined)
      if (!worker) return
      give(worker, queue.shift()!)
    }
  }

  function started(): Worker<Job, Made> {
    const worker: Worker<Job, Made> = {
      process: start(program),
      work: undefined,
      timer: undefined,
      gone: Promise.withResolvers(),
    }
    all.add(worker)
    worker.process.listen(answer => taken(worker, answer as PoolAnswer<Made>))
    worker.process.ended(() => gone(worker))
    return worker
  }

  function give(worker: Worker<Job, Made>, work: Waiting<Job, Made>): void {
    clearTimeout(worker.timer)
    worker.work = work
    worker.timer = setTimeout(worker.process.kill, patience)
    worker.process.hold(true)
    worker.process.give(work.job)
  }

  function taken(worker: Worker<Job, Made>, answer: PoolAnswer<Made>): void {
    const { work } = worker
    rest(worker)
    if ('made' in answer) work?.done.resolve(answer.made)
    else if ('fault' in answer) work?.done.reject(new FileFault(answer.fault, answer.facts))
    else work?.done.reject(new Error(answer.bug))
    next()
  }

  /** One without work keeps the window from nothing, and ends after a while. */
  function rest(worker: Worker<Job, Made>): void {
    worker.work = undefined
    clearTimeout(worker.timer)
    worker.process.hold(false)
    worker.timer = setTimeout(() => {
      // It is given nothing more from here on, though it takes a moment to be gone.
      all.delete(worker)
      worker.process.kill()
    }, idle).unref()
  }

  function gone(worker: Worker<Job, Made>): void {
    clearTimeout(worker.timer)
    all.delete(worker)
    worker.gone.resolve()
    worker.work?.done.reject(new FileFault('unprocessed'))
    next()
  }

  async function end({ process, gone }: Worker<Job, Made>): Promise<void> {
    process.hold(true)
    process.kill()
    await gone.promise
  }

  async function make(job: Job, signal?: AbortSignal): Promise<Made> {
    signal?.throwIfAborted()
    if (closed) throw new FileFault('unprocessed')
    const work: Waiting<Job, Made> = { job, done: Promise.withResolvers() }
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
    async close() {
      closed = true
      for (const { done } of queue.splice(0)) done.reject(new FileFault('unprocessed'))
      await Promise.all([...all].map(end))
    },
  }
}

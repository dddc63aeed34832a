import type { PoolAnswer } from './page-job.ts'

/** Electron's utility processes have a port, forked ones a channel. */
interface ParentPort<Job> {
  postMessage(answer: unknown): void
  on(event: 'message', listener: (message: { data: Job }) => void): void
}

/** Answers the jobs of the process that started this one, until that one is gone. */
export function servePages<Job, Made>(work: (job: Job) => Promise<PoolAnswer<Made>>): void {
  const { parentPort } = process as typeof process & { parentPort?: ParentPort<Job> }
  // Electron ends its utility processes with itself.
  if (parentPort) return void parentPort.on('message', async ({ data }) => parentPort.postMessage(await work(data)))
  if (!process.send) throw new Error('Started by the window, not by hand')
  process.on('message', async (job: Job) => {
    const answer = await work(job)
    // Whoever asked may be gone by now.
    if (process.connected) process.send!(answer, undefined, {}, () => undefined)
  })
  process.once('disconnect', () => process.exit())
}

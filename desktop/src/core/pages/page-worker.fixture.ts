/** A thread that does what the bytes of its page say: dies, stands still, or answers with them as they are. */
import { parentPort } from 'node:worker_threads'
import type { PageAnswer, PageJob } from './page-job.ts'

parentPort!.on('message', (job: PageJob) => {
  const bytes = job.make === 'page' ? job.bytes : job.sides[0]
  const said = new TextDecoder().decode(bytes)
  if (said === 'die') process.exit(1)
  if (said === 'throw') throw new Error('a bug in the thread')
  if (said === 'stand still') for (;;);
  const answer: PageAnswer = { made: { bytes, mime: 'image/jpeg', thumbnail: undefined, straightened: 0 } }
  setTimeout(() => parentPort!.postMessage(answer), 20)
})

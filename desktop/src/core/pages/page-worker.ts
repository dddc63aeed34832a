/** A thread of its own: makes one page after the other, so that the window goes on answering meanwhile. */
import { parentPort } from 'node:worker_threads'
import sharp from 'sharp'
import { FileFault } from '../file-fault.ts'
import { cardSheet } from './card-sheet.ts'
import { makePage } from './make-page.ts'
import type { PageAnswer, PageJob } from './page-job.ts'

// The threads are as many as the work should take, and a page that was made does not come again.
sharp.concurrency(1)
sharp.cache(false)

parentPort!.on('message', async (job: PageJob) => {
  const answer = await answered(job)
  const bytes = 'made' in answer && 'bytes' in answer.made ? [answer.made.bytes, answer.made.thumbnail] : []
  const own = bytes.filter(b => b !== undefined && b.byteLength === b.buffer.byteLength)
  parentPort!.postMessage(answer, [...new Set(own.map(b => b!.buffer as ArrayBuffer))])
})

async function answered(job: PageJob): Promise<PageAnswer> {
  try {
    return {
      made: job.make === 'page' ? await makePage(job.bytes, job.profile) : await cardSheet(job.sides),
    }
  } catch (error) {
    if (error instanceof FileFault) return { fault: error.code, facts: error.facts }
    return { bug: String(error) }
  }
}

/**
 * A program of its own: makes one page after the other, so that the window goes on answering meanwhile, and outlives the
 * picture library. Ends with whoever started it.
 */
import sharp from 'sharp'
import { FileFault } from '../file-fault.ts'
import { cardSheet } from './card-sheet.ts'
import { makePage } from './make-page.ts'
import type { PageAnswer, PageJob } from './page-job.ts'
import { servePages } from './serve-pages.ts'

// The processes are as many as the work should take, and a page that was made does not come again.
sharp.concurrency(1)
sharp.cache(false)

servePages(async (job: PageJob): Promise<PageAnswer> => {
  try {
    return { made: job.make === 'page' ? await makePage(job.bytes, job.profile) : await cardSheet(job.sides) }
  } catch (error) {
    if (error instanceof FileFault) return { fault: error.code, facts: error.facts }
    return { bug: String(error) }
  }
})

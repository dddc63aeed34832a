/**
 * A program of its own: reads one page after the other, so that a page over which the models stand still, or for which
 * there is no memory, costs nothing but itself. Ends with whoever started it.
 */
import sharp from 'sharp'
import { FileFault } from '../file-fault.ts'
import { rasterOf } from '../pages/make-page.ts'
import type { PoolAnswer } from '../pages/page-job.ts'
import { servePages } from '../pages/serve-pages.ts'
import { checkedMime, headerOf } from '../pictures.ts'
import { modelReader } from './model-reader.ts'
import { openModels } from './models.ts'
import type { PageReader } from './read-page.ts'
import type { ReaderJob } from './reader-pool.ts'
import { type Recognised, recognise } from './recognise.ts'
import { tesseractReader } from './tesseract-reader.ts'

sharp.concurrency(1)
sharp.cache(false)

const open: Record<ReaderJob['by'], () => Promise<PageReader>> = {
  models: async () => modelReader(await openModels()),
  tesseract: tesseractReader,
}
const readers: Partial<Record<ReaderJob['by'], Promise<PageReader>>> = {}

servePages(async ({ bytes, by, card }: ReaderJob): Promise<PoolAnswer<Recognised>> => {
  try {
    // The pages of a PDF are pictures of their own by the time they are read.
    if (checkedMime(bytes) === 'application/pdf') throw new FileFault('not-a-picture')
    await headerOf(bytes)
    readers[by] ??= open[by]()
    return { made: await recognise(await readers[by], await rasterOf(bytes, 0), card) }
  } catch (error) {
    if (error instanceof FileFault) return { fault: error.code, facts: error.facts }
    return { bug: String(error) }
  }
})

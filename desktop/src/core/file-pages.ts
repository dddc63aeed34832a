import type { StoredFile } from '../api/files.ts'
import type { Blobs } from './blobs.ts'
import { FileFault } from './file-fault.ts'
import type { BlankPage, MadePage } from './pages/make-page.ts'
import { CHOSEN, SCANNED } from './pages/page-profile.ts'
import type { PageWorkers } from './pages/page-workers.ts'
import { pagesPdf } from './pages/pages-pdf.ts'
import { tiffPage, tiffPages } from './pages/tiff-pages.ts'
import { checkedMime, headerOf } from './pictures.ts'

/** How pages come into the store: what is kept, and named by its hash from then on, is the page that was made. */
export interface FilePages {
  /** A page that a person chose or photographed. @throws {FileFault} */
  addPage(bytes: Uint8Array, by: string): Promise<StoredFile>
  /** All pages of a TIFF, each as `addPage` makes it; of anything else the one that it is. @throws {FileFault} */
  addPages(bytes: Uint8Array, by: string): AsyncIterable<StoredFile>
  /** The pages of a stack as they are ready, each kept when it comes; a blank side is told and not kept. @throws {FileFault} */
  addStack(pages: AsyncIterable<{ bytes: Uint8Array }>, by: string): AsyncIterable<StoredFile | 'blank'>
  /** Both sides of a card on one sheet. @throws {FileFault} */
  addCard(sides: readonly [Uint8Array, Uint8Array], by: string): Promise<StoredFile>
  /** One PDF of pages that are kept. @throws {FileFault}, CallRefusal when one is not to be had */
  addPdf(hashes: readonly string[], by: string): Promise<StoredFile>
}

interface Parts {
  kept: Blobs
  pages: PageWorkers
  /** Notes what was taken in, and by whom. */
  noted(file: StoredFile, by: string): Promise<StoredFile>
  get(hash: string): Promise<{ mime: string; bytes: Uint8Array }>
}

export function filePages({ kept, pages, noted, get }: Parts): FilePages {
  const keep = async (made: MadePage | BlankPage, by: string): Promise<StoredFile> => {
    if ('blank' in made) throw new FileFault('broken')
    const { mime } = made
    // Nothing shows or prints TIFF; profiles of the store never ask for it.
    if (mime === 'image/tiff') throw new FileFault('not-a-picture')
    return noted(await kept.addMade({ ...made, mime }, made.thumbnail), by)
  }
  const addPage: FilePages['addPage'] = async (bytes, by) =>
    keep(await pages.make({ make: 'page', bytes, profile: CHOSEN }), by)
  return {
    addPage,
    async *addPages(bytes, by) {
      for (const page of await eachPage(bytes)) yield await addPage(page(), by)
    },
    async *addStack(stack, by) {
      for await (const made of pages.stack(stack, SCANNED)) yield 'blank' in made ? 'blank' : await keep(made, by)
    },
    addCard: async (sides, by) => keep(await pages.make({ make: 'card', sides }), by),
    async addPdf(hashes, by) {
      const parts = []
      for (const hash of hashes) parts.push(await get(hash))
      return noted(await kept.addMade({ bytes: await pagesPdf(parts), mime: 'application/pdf' }, undefined), by)
    },
  }
}

/** Pages that a file may have: more than anyone scans for one case. */
const MANY = 50

/**
 * The pages of a file as files of their own, each made when it is asked for. What one of them says of itself is looked at
 * before any is decoded. @throws {FileFault} for one that is too large, and for too many
 */
async function eachPage(bytes: Uint8Array): Promise<(() => Uint8Array)[]> {
  if (checkedMime(bytes) !== 'image/tiff') return [() => bytes]
  const found = tiffPages(bytes)
  if (found.length < 2) return [() => bytes]
  if (found.length > MANY) throw new FileFault('many-pages', { pages: found.length })
  const pages = found.map(page => () => tiffPage(bytes, page))
  for (const page of pages) await headerOf(page())
  return pages
}

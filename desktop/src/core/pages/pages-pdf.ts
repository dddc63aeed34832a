import { PDFDocument } from '@pdfme/pdf-lib'
import { FileFault } from '../file-fault.ts'

/** Points (1/72 inch) of A4 upright. */
const A4 = { width: 595.28, height: 841.89 }

/**
 * One PDF of many pages, in their order: JPEG and PNG as they are, each on a sheet of A4 that lies as the page does, and
 * the pages of PDFs. @throws {FileFault} `broken` for a PDF that cannot be read, `not-a-picture` for anything else
 */
export async function pagesPdf(pages: readonly { mime: string; bytes: Uint8Array }[]): Promise<Uint8Array> {
  const made = await PDFDocument.create()
  for (const { mime, bytes } of pages) {
    if (mime === 'application/pdf') await addPdf(made, bytes)
    else if (mime === 'image/jpeg') addSheet(made, await made.embedJpg(bytes))
    else if (mime === 'image/png') addSheet(made, await made.embedPng(bytes))
    else throw new FileFault('not-a-picture')
  }
  return made.save()
}

function addSheet(made: PDFDocument, image: Awaited<ReturnType<PDFDocument['embedJpg']>>): void {
  const [width, height] = image.width > image.height ? [A4.height, A4.width] : [A4.width, A4.height]
  const scale = Math.min(width / image.width, height / image.height)
  const [wide, high] = [image.width * scale, image.height * scale]
  made
    .addPage([width, height])
    .drawImage(image, { x: (width - wide) / 2, y: (height - high) / 2, width: wide, height: high })
}

async function addPdf(made: PDFDocument, bytes: Uint8Array): Promise<void> {
  const from = await PDFDocument.load(bytes).catch((cause: unknown) => {
    throw new FileFault('broken', {}, { cause })
  })
  for (const page of await made.copyPages(from, from.getPageIndices())) made.addPage(page)
}

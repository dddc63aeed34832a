import { PDFDocument } from '@pdfme/pdf-lib'
import { POINTS_PER_MM } from './paper.ts'

/** How a print is laid on the paper of one printer. */
export interface Placement {
  /** Millimetres to the right and down by which everything is moved, against a printer that is off. */
  x: number
  y: number
  /** Which sides of a card this printer prints. */
  side: 'both' | 'front' | 'back'
}

/** The PDF as it goes to the printer: moved, and with the sides that are wanted. The very same bytes when nothing changes. */
export async function placed(pdf: Uint8Array, { x, y, side }: Placement): Promise<Uint8Array> {
  if (!x && !y && side === 'both') return pdf
  const document = await PDFDocument.load(pdf, { updateMetadata: false })
  if (side !== 'both' && document.getPageCount() > 1) document.removePage(side === 'front' ? 1 : 0)
  // The PDF's own y goes up.
  for (const page of document.getPages()) page.translateContent(x * POINTS_PER_MM, -y * POINTS_PER_MM)
  return document.save({ addDefaultPage: false, updateFieldAppearances: false })
}

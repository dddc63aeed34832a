import { degrees, PDFDocument, type PDFPage } from '@pdfme/pdf-lib'
import type { Sheet } from '../../../shared-types/src/model/template.ts'
import type { Printer } from './printing/pdf.ts'

/** Millimetres of the strip with the text, and how it lies over the page: often enough that no part of a page is without. */
const STRIP = { width: 190, height: 16 }
const STEPS = 7
const TILT = 30
const OPACITY = 0.32

/**
 * Writes a text across every page of a PDF, slanting, over what stands there. It names who has the copy and for what; it
 * does not keep somebody with the right tools from taking it off again.
 */
export async function watermarked(pdf: Uint8Array, text: string, printer: Printer): Promise<Uint8Array> {
  const made = await PDFDocument.load(pdf)
  const [strip] = await made.embedPdf(await printer.renderPdf(stripOf(text), async () => undefined))
  if (!strip) throw new Error('The watermark has no page')
  for (const page of made.getPages()) mark(page, strip)
  return made.save()
}

function mark(page: PDFPage, strip: Awaited<ReturnType<PDFDocument['embedPdf']>>[number]): void {
  const { width, height } = page.getSize()
  const tilt = (TILT * Math.PI) / 180
  const long = (width * 0.92) / Math.cos(tilt)
  const scale = long / strip.width
  for (let i = 0; i < STEPS; i++)
    page.drawPage(strip, {
      x: width * 0.06,
      y: ((height + long * Math.sin(tilt)) / STEPS) * (i + 0.5) - long * Math.sin(tilt),
      width: strip.width * scale,
      height: strip.height * scale,
      rotate: degrees(TILT),
      opacity: OPACITY,
    })
}

const stripOf = (text: string): Sheet => ({
  title: '',
  paper: STRIP,
  landscape: false,
  pages: [
    [
      {
        kind: 'text',
        x: 0,
        y: 0,
        ...STRIP,
        text,
        size: 16,
        wrap: true,
        shrink: true,
        align: 'center',
        vertical: 'middle',
        colour: '#c02020',
      },
    ],
  ],
})

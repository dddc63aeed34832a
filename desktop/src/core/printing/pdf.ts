import { setImmediate } from 'node:timers/promises'
import { PDFDocument, type PDFRef } from '@pdfme/pdf-lib'
import type { Sheet } from '../../../../shared-types/src/model/template.ts'
import { prepareCharacters } from './characters.ts'
import { type Canvas, drawBox, drawCells, drawCode128, drawLine, drawPicture, drawQr, drawText } from './draw.ts'
import { createFontBook, deflated } from './embed.ts'
import { PrintError } from './error.ts'
import { createFonts, type Fonts } from './fonts.ts'
import { breakPages, type PageItem } from './pages.ts'
import { POINTS_PER_MM, paperSize } from './paper.ts'
import { embedPicture, type Picture } from './picture.ts'

/** Finds the bytes of a picture by its key; undefined when it is not at this station. */
export type FindImage = (key: string) => Promise<Uint8Array | undefined>

export interface Printer {
  /**
   * The PDF of a filled sheet. Text can be copied and searched, only the characters that are used are embedded. Throws
   * `PrintError` when a character is in no font, or a picture or code cannot be printed.
   */
  renderPdf(sheet: Sheet, images: FindImage): Promise<Uint8Array>
}

/** Longest time in milliseconds without giving others their turn. */
const TURN = 12

/**
 * The printer's fonts are read at the first sheet (21 MB with both weights) and kept as long as it is.
 *
 * It writes with pdfme's PDF library and not with pdfme's generator, which reads the whole font again for each document
 * (50 to 100 ms for two short texts in one weight) and has one font for a text: 𠮷 comes out as an empty box.
 */
export function createPrinter(): Printer {
  const fonts = createFonts()
  return {
    renderPdf: async (sheet, images) => {
      await prepareCharacters(sheet, fonts)
      const breathe = createBreath()
      const pages = await breakPages(sheet, fonts, breathe)
      return writePdf(sheet, pages, fonts, images, breathe)
    },
  }
}

/** Lets the core answer others in between: a list of thousands of rows takes seconds. */
function createBreath(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < TURN) return
    await setImmediate()
    since = performance.now()
  }
}

type Named = Picture & { name: string }

async function writePdf(
  sheet: Sheet,
  pages: readonly PageItem[][],
  fonts: Fonts,
  images: FindImage,
  breathe: () => Promise<void>,
): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  const { context } = document
  document.setTitle(sheet.title, { showInWindowTitleBar: true })
  document.setLanguage('zh-CN')
  const { width, height } = paperSize(sheet.paper, sheet.landscape)
  const book = createFontBook(context)
  const canvas: Canvas = { height, fonts, book }
  const pictures = await findPictures(pages, images, (key, bytes) => embedPicture(context, key, bytes))
  const written: string[] = []
  for (const [i, items] of pages.entries()) {
    const operators: string[] = []
    for (const item of items) {
      operators.push(...draw(canvas, item, pictures, { page: i + 1, pages: pages.length }))
      await breathe()
    }
    written.push(operators.join('\n'))
  }
  const resources = context.register(context.obj({ Font: book.references(), XObject: references(pictures) }))
  for (const operators of written) {
    const page = document.addPage([width * POINTS_PER_MM, height * POINTS_PER_MM])
    const contents = await deflated(context, new TextEncoder().encode(operators))
    page.node.set(context.obj('Contents'), context.register(contents))
    page.node.set(context.obj('Resources'), resources)
  }
  await book.finish()
  return document.save({ addDefaultPage: false, updateFieldAppearances: false })
}

/** Each picture once, however often it stands on the pages. */
async function findPictures(
  pages: readonly PageItem[][],
  images: FindImage,
  embed: (key: string, bytes: Uint8Array) => Promise<Picture>,
): Promise<Map<string, Named>> {
  const pictures = new Map<string, Named>()
  for (const item of pages.flat()) {
    if (item.kind !== 'image' || !item.key || pictures.has(item.key)) continue
    const bytes = await images(item.key)
    if (!bytes) throw new PrintError('pictureMissing', { key: item.key })
    pictures.set(item.key, { ...(await embed(item.key, bytes)), name: `P${pictures.size}` })
  }
  return pictures
}

const references = (pictures: ReadonlyMap<string, Named>): Record<string, PDFRef> =>
  Object.fromEntries([...pictures.values()].map(picture => [picture.name, picture.ref]))

interface Count {
  page: number
  pages: number
}

function draw(canvas: Canvas, item: PageItem, pictures: ReadonlyMap<string, Named>, count: Count): string[] {
  switch (item.kind) {
    case 'text':
      return drawText(canvas, item, item.text)
    case 'pageNumber':
      return drawText(canvas, item, item.text.replace('{page}', `${count.page}`).replace('{pages}', `${count.pages}`))
    case 'image': {
      const picture = item.key && pictures.get(item.key)
      return picture ? drawPicture(canvas, item, picture) : []
    }
    case 'qr':
      return drawQr(canvas, item)
    case 'code128':
      return drawCode128(canvas, item)
    case 'line':
      return drawLine(canvas, item)
    case 'box':
      return drawBox(canvas, item)
    case 'cells':
      return drawCells(canvas, item)
  }
}

import sharp from 'sharp'
import { THUMBNAIL } from '../pictures.ts'
import { type BlankPage, type MadePage, makePage } from './make-page.ts'
import { CHOSEN } from './page-profile.ts'

const DPI = 300
const pixels = (mm: number) => Math.round((mm / 25.4) * DPI)
/** A4, ISO 216. */
const SHEET = { width: pixels(210), height: pixels(297) }
/** ID-1, ISO/IEC 7810: 85.6 × 53.98 mm. */
const CARD = { width: pixels(85.6), height: pixels(53.98) }
/** Where the two sides begin from above, in millimetres: the middles of the two halves of the sheet, drawn together. */
const TOPS = [70, 160] as const

/**
 * Both sides of an identity card on one sheet of A4 at 300 dpi, each cut out, straight, upright and of its true size.
 * @throws {FileFault}
 */
export async function cardSheet(sides: readonly [Uint8Array, Uint8Array]): Promise<MadePage> {
  const left = Math.round((SHEET.width - CARD.width) / 2)
  const layers = []
  for (const [at, side] of sides.entries()) layers.push({ input: await cardOf(side), left, top: pixels(TOPS[at]!) })
  const sheet = await sharp({ create: { ...SHEET, channels: 3, background: '#ffffff' } })
    .composite(layers)
    .withDensity(DPI)
    .jpeg({ quality: 88 })
    .toBuffer()
  const small = { width: THUMBNAIL, height: THUMBNAIL, fit: 'inside' } as const
  const thumbnail = await sharp(sheet).resize(small).jpeg({ quality: 78 }).toBuffer()
  const [bytes, tiny] = [new Uint8Array(sheet), new Uint8Array(thumbnail)]
  return { bytes, mime: 'image/jpeg', ...SHEET, thumbnail: tiny, straightened: 0 }
}

/** One side: no light is evened out, for a card is no paper. A side that stands upright is laid down. */
async function cardOf(side: Uint8Array): Promise<Buffer> {
  const made: MadePage | BlankPage = await makePage(side, { ...CHOSEN, normalise: false, output: 'png' })
  if ('blank' in made) throw new Error('a side that was chosen is never dropped')
  const upright = made.height! > made.width! ? 90 : 0
  return sharp(made.bytes)
    .rotate(upright)
    .resize({ ...CARD, fit: 'contain', background: '#ffffff' })
    .png({ compressionLevel: 1 })
    .toBuffer()
}

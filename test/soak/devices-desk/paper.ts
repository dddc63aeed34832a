import sharp from 'sharp'

/** Sheets that tell their number themselves, whatever a scanner and the window make of them: as squares, black for 1. */

/** Dots of A4 at 100 dots per inch. */
const WIDE = 827
const HIGH = 1169
const SIDE = 30
const BITS = 10
/** The first square is always black: without it there is no number. All in one line, so that none seems to slant. */
const place = (square: number) => ({ x: 110 + square * 55, y: 900 })

/** A sheet with this number, from 1 to 1023, as a JPEG. */
export function sheet(number: number): Promise<Buffer> {
  const squares = [1, ...Array.from({ length: BITS }, (_, bit) => (number >> bit) & 1)]
  const marks = squares.map((on, at) => {
    const { x, y } = place(at)
    return on ? `<rect x="${x}" y="${y}" width="${SIDE}" height="${SIDE}"/>` : ''
  })
  // A frame and few lines: evenly spaced lines can be taken for a page that lies aslant.
  const frame = '<rect x="60" y="60" width="707" height="1040" fill="none" stroke="#000" stroke-width="6"/>'
  const svg = `<svg width="${WIDE}" height="${HIGH}"><rect width="100%" height="100%" fill="#fdfdfb"/>${marks.join('')}${frame}</svg>`
  return sharp(Buffer.from(svg)).jpeg({ quality: 80 }).toBuffer()
}

/** The number of a page as it was kept; 0 for another picture. */
export async function numberOf(picture: Uint8Array): Promise<number> {
  const dots = await sharp(picture).greyscale().resize(WIDE, HIGH, { fit: 'fill' }).raw().toBuffer()
  const isBlack = (square: number) => {
    const { x, y } = place(square)
    return dots[(y + SIDE / 2) * WIDE + x + SIDE / 2]! < 128
  }
  if (!isBlack(0)) return 0
  return Array.from({ length: BITS }, (_, bit) => (isBlack(bit + 1) ? 1 << bit : 0)).reduce((sum, bit) => sum + bit, 0)
}

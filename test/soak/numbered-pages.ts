import type { Page } from 'playwright-core'
import sharp from 'sharp'

/** Pages that tell their number themselves, whatever a scanner and the window make of them: as five squares, black for 1. */

/** Dots of A4 at 100 dots per inch. */
const WIDE = 827
const HIGH = 1169
const BITS = 5
const SIDE = 60
const TOP = 800
/** The first square is always black: without it there is no number. */
const left = (square: number) => 120 + square * 100

/** A page of text with its number, from 1 to 31, as a JPEG; of another quality it is another file. */
export function numberedPage(number: number, quality = 80): Promise<Buffer> {
  const squares = [1, ...Array.from({ length: BITS }, (_, bit) => (number >> bit) & 1)]
  const marks = squares.map((on, at) => on && `<rect x="${left(at)}" y="${TOP}" width="${SIDE}" height="${SIDE}"/>`)
  const lines = Array.from({ length: 20 }, (_, line) => `<rect x="100" y="${120 + line * 30}" width="600" height="6"/>`)
  const svg = `<svg width="${WIDE}" height="${HIGH}"><rect width="100%" height="100%" fill="#fdfdfb"/>${marks.filter(Boolean).join('')}${lines.join('')}</svg>`
  return sharp(Buffer.from(svg)).jpeg({ quality }).toBuffer()
}

/** The number of a page as it was kept; 0 for another picture. */
export async function numberOf(picture: Uint8Array): Promise<number> {
  const grey = sharp(picture).greyscale().resize(WIDE, HIGH, { fit: 'fill' })
  const dots = await grey.raw().toBuffer()
  return numberIn(square => dots[(TOP + SIDE / 2) * WIDE + left(square) + SIDE / 2]! < 128)
}

function numberIn(isBlack: (square: number) => boolean): number {
  if (!isBlack(0)) return 0
  return Array.from({ length: BITS }, (_, bit) => (isBlack(bit + 1) ? 1 << bit : 0)).reduce((sum, bit) => sum + bit, 0)
}

/** The numbers of the small pictures that stand in the fields of the page, as they are seen; -1 for one not yet there. */
export async function numbersSeen(page: Page): Promise<number[]> {
  const places = Array.from({ length: BITS + 1 }, (_, square) => (left(square) + SIDE / 2) / WIDE)
  const squares = await page.evaluate<boolean[][]>(`[...document.querySelectorAll('[data-files=scan] .file-tile')]
    .map(tile => tile.querySelector('img'))
    .map(img => {
      if (!img || !img.complete || !img.naturalWidth) return []
      const canvas = document.createElement('canvas')
      canvas.width = img.naturalWidth
      canvas.height = img.naturalHeight
      const drawn = canvas.getContext('2d')
      drawn.drawImage(img, 0, 0)
      const y = Math.round(${(TOP + SIDE / 2) / HIGH} * img.naturalHeight)
      return ${JSON.stringify(places)}.map(x =>
        drawn.getImageData(Math.round(x * img.naturalWidth), y, 1, 1).data[0] < 128)
    })`)
  return squares.map(row => (row.length ? numberIn(square => row[square]!) : -1))
}

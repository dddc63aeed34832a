/** Decoded pixels: rows from the top, red, green and blue side by side (sRGB), 8 bits each. */
export interface Raster {
  data: Uint8Array
  width: number
  height: number
}

/** A small grey copy of a page, on which everything about it is found out. */
export interface Small {
  data: Uint8Array
  width: number
  height: number
  /** So many pixels of the page, each way, are one of these. */
  factor: number
}

/** Pixels of the longer side of the small copy: A4 has about 75 dots per inch then. */
const LONGEST = 900

/** The small grey copy. Every column and every other row counts: a hair line still shows. */
export function smallOf(page: Raster): Small {
  const factor = Math.max(1, Math.round(Math.max(page.width, page.height) / LONGEST))
  const [width, height] = [Math.floor(page.width / factor), Math.floor(page.height / factor)]
  const data = new Uint8Array(width * height)
  const sums = new Uint32Array(width)
  const step = factor > 1 ? 2 : 1
  for (let y = 0; y < height; y++) {
    sums.fill(0)
    let rows = 0
    for (let from = y * factor; from < (y + 1) * factor; from += step, rows++) addRow(page, from, factor, sums)
    const count = rows * factor
    for (let x = 0; x < width; x++) data[y * width + x] = sums[x]! / count
  }
  return { data, width, height, factor }
}

/** Adds the grey of one row to the sums: twice the green, for that is what the eye sees most, and no division. */
function addRow({ data, width }: Raster, row: number, factor: number, sums: Uint32Array): void {
  let at = row * width * 3
  for (let x = 0; x < sums.length; x++) {
    let sum = 0
    for (let i = 0; i < factor; i++, at += 3) sum += (data[at]! + 2 * data[at + 1]! + data[at + 2]!) >> 2
    sums[x]! += sum
  }
}

/** The value below which this share (0 to 1) of the counted values lies. */
export function percentile(counts: ArrayLike<number>, share: number): number {
  let total = 0
  for (let value = 0; value < counts.length; value++) total += counts[value]!
  let left = total * share
  for (let value = 0; value < counts.length; value++) {
    left -= counts[value]!
    if (left < 0) return value
  }
  return counts.length - 1
}

/** How often each grey value stands in a small copy. */
export function histogram({ data }: Pick<Small, 'data'>): Uint32Array {
  const counts = new Uint32Array(256)
  for (const value of data) counts[value]!++
  return counts
}

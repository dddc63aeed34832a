import type { Small } from './raster.ts'

/** Share of each side that is not looked at: shadows of edges, and holes of files. */
const MARGIN = 0.05
/** Ink is darker than the paper around it by this share; what shines through from the back is less. */
const CONTRAST = 0.14
/** Specks of fewer pixels are dust: at 75 dots per inch these are 0.6 mm². */
const SPECK = 5
const TILE = 16
/** Of a page of A4 these are 6 mm²: less than two characters of a text. */
export const BLANK_BELOW = 1e-4

/** The share of the page (0 to 1), margins apart, that is written, printed or stamped; dust does not count. */
export function inkShare(small: Small): number {
  const { width, height } = small
  const [left, top] = [Math.round(width * MARGIN), Math.round(height * MARGIN)]
  const [wide, high] = [width - 2 * left, height - 2 * top]
  if (wide < TILE || high < TILE) return 1
  const dark = darkPixels(small, left, top, wide, high)
  return inkOf(dark, wide) / (wide * high)
}

/** 1 where it is darker than the paper of its tile; paper is what a tenth of a tile is brighter than. */
function darkPixels({ data, width }: Small, left: number, top: number, wide: number, high: number): Uint8Array {
  const dark = new Uint8Array(wide * high)
  const counts = new Uint16Array(256)
  for (let y0 = 0; y0 < high; y0 += TILE) {
    for (let x0 = 0; x0 < wide; x0 += TILE) {
      counts.fill(0)
      const [y1, x1] = [Math.min(y0 + TILE, high), Math.min(x0 + TILE, wide)]
      for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) counts[data[(top + y) * width + left + x]!]!++
      const limit = brightest(counts, ((y1 - y0) * (x1 - x0)) / 10) * (1 - CONTRAST)
      // A tile that is dark all over is no paper: it counts as ink.
      const least = Math.max(limit, 90)
      for (let y = y0; y < y1; y++)
        for (let x = x0; x < x1; x++) if (data[(top + y) * width + left + x]! < least) dark[y * wide + x] = 1
    }
  }
  return dark
}

function brightest(counts: Uint16Array, many: number): number {
  let left = many
  for (let value = 255; value > 0; value--) {
    left -= counts[value]!
    if (left <= 0) return value
  }
  return 0
}

/** Pixels in pieces that hang together, also by their corners, and are no specks. Takes the pieces out of `dark`. */
function inkOf(dark: Uint8Array, wide: number): number {
  const open: number[] = []
  let ink = 0
  for (let start = 0; start < dark.length; start++) {
    if (!dark[start]) continue
    let size = 0
    dark[start] = 0
    open.push(start)
    while (open.length) {
      const at = open.pop()!
      size++
      for (const next of neighbours(at, wide)) {
        if (!dark[next]) continue
        dark[next] = 0
        open.push(next)
      }
    }
    if (size >= SPECK) ink += size
  }
  return ink
}

function neighbours(at: number, wide: number): number[] {
  const x = at % wide
  const all = [at - wide, at + wide]
  if (x > 0) all.push(at - 1, at - wide - 1, at + wide - 1)
  if (x < wide - 1) all.push(at + 1, at - wide + 1, at + wide + 1)
  return all
}

import { type Block, blendRun, blendTurned, copyRun } from './blend.ts'
import type { Raster } from './raster.ts'

/** How a page is drawn anew from its pixels, in pixels of the page. */
export interface Drawing {
  /** Degrees by which it goes down to the right; it is turned back by them about its middle. */
  angle: number
  /** What is drawn of the turned page; may reach over its edges. */
  box: { left: number; top: number; right: number; bottom: number }
  /** How its values are changed; none leaves them. */
  tone?: Tone
}

export interface Tone {
  /** The value that becomes black. */
  black: number
  /** What a channel is made brighter by, counted from black, at a place of the page as it came. */
  gain(x: number, y: number, channel: number): number
}

/** The light changes so slowly that one table holds for so many pixels, and for so many rows. */
const BLOCK = 32
/** The paper where the page has nothing. */
const BARE = 255
/** Pixels of a row are blended together while they drift apart by no more than this part of a pixel. */
const DRIFT = 0.125
const ONE = 65_536

/** The page turned straight, cut and brightened in one pass over its pixels, bilinear. */
export function drawn(page: Raster, { angle, box, tone }: Drawing): Raster {
  const [width, height] = [Math.round(box.right - box.left), Math.round(box.bottom - box.top)]
  const out: Raster = { data: new Uint8Array(width * height * 3), width, height }
  const [sin, cos] = [Math.sin((angle * Math.PI) / 180), Math.cos((angle * Math.PI) / 180)]
  const [cx, cy] = [page.width / 2, page.height / 2]
  const tables = new Uint8ClampedArray(Math.ceil(width / BLOCK) * 768)
  const run = angle === 0 ? BLOCK : Math.min(BLOCK, Math.floor(DRIFT / Math.abs(sin)))
  const drawing: Row = { page, out, tables, run, turned: angle !== 0, dx: cos, dy: sin, row: 0, x0: 0, y0: 0 }
  for (let y = 0; y < height; y++) {
    const [u, v] = [box.left - cx, y + box.top - cy]
    drawing.row = y
    drawing.x0 = cos * u - sin * v + cx
    drawing.y0 = sin * u + cos * v + cy
    if (y === 0 || (tone && y % BLOCK === 0)) fillTables(tables, tone, drawing)
    drawRow(drawing)
  }
  return out
}

interface Row {
  page: Raster
  out: Raster
  /** For each block of the row what the values of its three channels become. */
  tables: Uint8ClampedArray
  /** So many pixels are blended together. */
  run: number
  turned: boolean
  /** What one step to the right is in the page. */
  dx: number
  dy: number
  row: number
  /** Where the row begins in the page. */
  x0: number
  y0: number
}

function fillTables(tables: Uint8ClampedArray, tone: Tone | undefined, { x0, y0, dx, dy }: Row): void {
  for (let block = 0; block * 768 < tables.length; block++) {
    const along = (block + 0.5) * BLOCK
    for (let channel = 0; channel < 3; channel++) {
      const gain = tone ? tone.gain(x0 + dx * along, y0 + dy * (along + BLOCK / 2), channel) : 1
      let made = tone ? -tone.black * gain : 0
      const from = block * 768 + channel * 256
      for (let at = from; at < from + 256; at++, made += gain) tables[at] = made
    }
  }
}

function drawRow(row: Row): void {
  const { page, out, tables, dx, dy } = row
  const [first, last] = inside(row)
  const start = row.row * out.width * 3
  out.data.fill(BARE, start, start + first * 3)
  out.data.fill(BARE, start + last * 3, start + out.width * 3)
  const block: Block = { data: page.data, line: page.width * 3, out: out.data, to: 0, tables, table: 0, pixels: 0 }
  for (let x = first; x < last; x += block.pixels) {
    const whole = (x / BLOCK) | 0
    const end = Math.min(last, (whole + 1) * BLOCK)
    block.to = start + x * 3
    block.table = whole * 768
    block.pixels = row.run < 4 || !row.turned ? end - x : Math.min(row.run, end - x)
    if (!row.turned) copyRun(block, Math.round(row.x0) + x, Math.round(row.y0))
    else if (row.run < 4)
      blendTurned(block, (row.x0 + x * dx) * ONE, (row.y0 + x * dy) * ONE, Math.round(dx * ONE), Math.round(dy * ONE))
    else blendRun(block, row.x0 + x * dx, row.y0 + (x + block.pixels / 2) * dy)
  }
}

/** From and up to which pixel of a row all that is blended are pixels of the page. */
function inside({ page, out, x0, y0, dx, dy, turned }: Row): [number, number] {
  let [first, last] = [0, out.width]
  // A run is blended as if it went on level: it may look up to an eighth of a pixel further, and one pixel along.
  const [low, rim] = turned ? [DRIFT, 2 + DRIFT] : [-0.5, 0.5]
  for (const [start, step, most] of [
    [x0, dx, page.width - rim],
    [y0, dy, page.height - rim],
  ] as const) {
    if (Math.abs(step) < 1e-9) {
      if (start < low || start >= most) return [0, 0]
      continue
    }
    const ends = [(low - start) / step, (most - start) / step].sort((a, b) => a - b)
    first = Math.max(first, Math.ceil(ends[0]! + 1e-6))
    last = Math.min(last, Math.floor(ends[1]! - 1e-6) + 1)
  }
  return first < last ? [first, last] : [0, 0]
}

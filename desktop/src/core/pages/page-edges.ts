import type { Small } from './raster.ts'
import { addPoint, emptyPoints, type Points } from './skew.ts'

/** Which pixels of the small copy are paper and not what it lies on. */
export interface PageMask {
  /** 1 where the page is. */
  on: Uint8Array
  /** The grey of what the page lies on. */
  ground: number
}

/** A rectangle in pixels of the small copy, turned by the page's angle about the middle of the copy. */
export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** Paper differs at least so much from what it lies on, of 255. */
const DIFFERENT = 36
/** The ring that is looked at for the ground, as a share of the shorter side. */
const RING = 0.015
/** Of the ring so much must be ground: a page that reaches over three edges is not cut. */
const GROUND = 0.55
/** A page smaller than this share of the picture is not looked for: an identity card on a sheet of A4 has 7 %. */
const LEAST = 0.02

/** The page on its ground; undefined when the picture ends with the page, as it does on most scanners. */
export function maskOf(small: Small): PageMask | undefined {
  const { data } = small
  const ground = groundOf(small)
  if (ground === undefined) return undefined
  const on = new Uint8Array(data.length)
  let pixels = 0
  for (let at = 0; at < data.length; at++) {
    // Pages are brighter than what they lie on; what is darker than it is a shadow.
    if (data[at]! - ground < DIFFERENT) continue
    on[at] = 1
    pixels++
  }
  return pixels >= LEAST * data.length && pixels < 0.97 * data.length ? { on, ground } : undefined
}

/** The grey of the ring around everything, when most of it is alike and dark enough not to be paper. */
function groundOf({ data, width, height }: Small): number | undefined {
  const ring = Math.max(2, Math.round(Math.min(width, height) * RING))
  const counts = new Uint32Array(256)
  let total = 0
  for (let y = 0; y < height; y++) {
    const whole = y < ring || y >= height - ring
    for (let x = 0; x < width; x += !whole && x === ring - 1 ? width - 2 * ring + 1 : 1) {
      counts[data[y * width + x]!]!++
      total++
    }
  }
  // The window of greys, 48 wide, that most of the ring lies in.
  let [best, at, sum] = [0, 0, 0]
  for (let value = 0; value < 256; value++) {
    sum += counts[value]! - (value >= 48 ? counts[value - 48]! : 0)
    if (sum > best) [best, at] = [sum, value]
  }
  const middle = Math.max(0, at - 24)
  return best >= GROUND * total && middle < 200 ? middle : undefined
}

/** The upper and lower edge of the page: they tell the angle of one with nothing written on it. */
export function edgePoints(mask: PageMask, { width, height }: Small): Points {
  const points = emptyPoints(width * 2)
  for (let x = 0; x < width; x++) {
    const top = firstOn(mask, x, width, 0, height, 1)
    if (top === undefined) continue
    addPoint(points, x, top, 1)
    addPoint(points, x, firstOn(mask, x, width, height - 1, -1, -1)!, 1)
  }
  return points
}

function firstOn({ on }: PageMask, x: number, width: number, from: number, to: number, step: number) {
  for (let y = from; y !== to; y += step) if (on[y * width + x]) return y
  return undefined
}

/** Where the page lies once it was turned straight by `degrees`: rows and columns that are half as full as the fullest. */
export function boxOf({ on }: PageMask, { width, height }: Small, degrees: number): Box | undefined {
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)]
  const [cx, cy] = [width / 2, height / 2]
  const reach = Math.ceil(Math.hypot(width, height))
  const [columns, rows] = [new Uint32Array(reach * 2), new Uint32Array(reach * 2)]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!on[y * width + x]) continue
      columns[Math.round((x - cx) * cos + (y - cy) * sin + cx) + reach]!++
      rows[Math.round(-(x - cx) * sin + (y - cy) * cos + cy) + reach]!++
    }
  }
  const [across, down] = [span(columns), span(rows)]
  if (across.to - across.from < 8 || down.to - down.from < 8) return undefined
  return {
    left: across.from - reach,
    right: across.to - reach + 1,
    top: down.from - reach,
    bottom: down.to - reach + 1,
  }
}

/** The first and the last that are at least half as full as the fullest twentieth. */
function span(counts: Uint32Array): { from: number; to: number } {
  const sorted = counts.filter(n => n > 0).sort()
  const half = (sorted[Math.floor(sorted.length * 0.95)] ?? 0) / 2
  const enough = (n: number) => n > half
  return { from: counts.findIndex(enough), to: counts.findLastIndex(enough) }
}

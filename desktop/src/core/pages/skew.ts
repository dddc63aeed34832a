import type { Light } from './light.ts'
import { histogram, percentile, type Small } from './raster.ts'

/** Points of the small copy, with the darkness of each. */
export interface Points {
  x: Float32Array
  y: Float32Array
  weight: Float32Array
  count: number
}

/** Degrees either way: a feeder does not pull paper in more askew, and a clerk lays it straighter. */
const MOST = 12
const COARSE = 0.5
/** Lines of writing stand out of the projection so many times above the mean of all angles. Photos and noise do not. */
const CLEAR = 1.25
/** Ink is darker than this share of its paper. */
const INK = 0.82
/** Along its edges a picture has shadows, and slivers of what the page lies on: this share of its shorter side. */
const RIM = 0.03
/** The light is the same for so many pixels of a row. */
const STRETCH = 16
const POINTS = 6000
const GOLDEN = 0.618033988749895

/**
 * By how many degrees the lines of a page go down to the right, found by projection profiles (W. Postl, 1986): along the
 * lines of writing the sums of darkness jump from row to row, askew they run into one another. 0 when nothing tells.
 */
export function skewOf(points: Points, width: number, height: number): number {
  if (points.count < 50) return 0
  const rows = new Float32Array(Math.ceil(height + width) + 4)
  const at = (degrees: number) => sharpness(points, degrees, rows, width)
  const coarse: number[] = []
  for (let a = -MOST; a <= MOST; a += COARSE) coarse.push(at(a))
  const best = coarse.indexOf(Math.max(...coarse))
  const mean = coarse.reduce((a, b) => a + b, 0) / coarse.length
  // At an end of the range it is not known where the top is.
  if (coarse[best]! < CLEAR * mean || best === 0 || best === coarse.length - 1) return 0
  let angle = -MOST + best * COARSE
  // A peak is no wider than half a degree: climbing alone would end on the hill beside it.
  for (const step of [0.1, 0.02]) {
    const around = Array.from({ length: 11 }, (_, i) => angle + (i - 5) * step)
    const values = around.map(at)
    angle = around[values.indexOf(Math.max(...values))]!
  }
  return angle
}

/** The sum of the squared differences between neighbouring rows of the projection at this angle. */
function sharpness({ x, y, weight, count }: Points, degrees: number, rows: Float32Array, width: number): number {
  rows.fill(0)
  const slope = Math.tan((degrees * Math.PI) / 180)
  const offset = width / 2
  for (let i = 0; i < count; i++) {
    const row = y[i]! - x[i]! * slope + offset
    const whole = Math.floor(row)
    const part = row - whole
    if (whole < 0 || whole + 1 >= rows.length) continue
    rows[whole]! += weight[i]! * (1 - part)
    rows[whole + 1]! += weight[i]! * part
  }
  let sum = 0
  for (let i = 1; i < rows.length; i++) sum += (rows[i]! - rows[i - 1]!) ** 2
  return sum
}

/** What is darker than the paper around it, of the part of the small copy that is page. */
export function inkPoints(small: Small, isPage: (at: number) => boolean, light: Light | undefined): Points {
  const { data, width, height } = small
  const paper = percentile(histogram(small), 0.8)
  const dark = new Uint8Array(data.length)
  let found = 0
  const rim = Math.round(Math.min(width, height) * RIM)
  for (let y = rim; y < height - rim; y++) {
    for (let x0 = rim; x0 < width - rim; x0 += STRETCH) {
      const bare = light ? light.at(x0 + STRETCH / 2, y) : paper
      const end = y * width + Math.min(x0 + STRETCH, width - rim)
      for (let at = y * width + x0; at < end; at++) {
        if (data[at]! >= bare * INK || !isPage(at)) continue
        dark[at] = bare - data[at]!
        found++
      }
    }
  }
  const every = Math.max(1, found / POINTS)
  const points = emptyPoints(Math.ceil(found / every) + 1)
  const draw = lottery()
  let [part, next, seen] = [0, 0, 0]
  for (let at = 0; at < dark.length; at++) {
    if (!dark[at] || seen++ < next) continue
    addPoint(points, at % width, Math.floor(at / width), dark[at]!)
    next = (++part + draw()) * every
  }
  return points
}

/**
 * Numbers from 0 to 1 without an order of their own, the same for each page. Of each stretch of ink one point is drawn:
 * every n-th would not do, for those of a line or a box form rows themselves, which slant.
 */
function lottery(): () => number {
  let state = 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 8) / 2 ** 24
  }
}

export const emptyPoints = (most: number): Points => ({
  x: new Float32Array(most),
  y: new Float32Array(most),
  weight: new Float32Array(most),
  count: 0,
})

export function addPoint(points: Points, x: number, y: number, weight: number): void {
  if (points.count >= points.x.length) return
  points.x[points.count] = x
  // Spread within its pixel: on whole rows alone the angle 0 would look sharper than it is.
  points.y[points.count] = y + ((points.count * GOLDEN) % 1)
  points.weight[points.count++] = weight
}

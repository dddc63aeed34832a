import { createRequire } from 'node:module'
import sharp from 'sharp'
import type { Plane } from './plane.ts'

/** The ink of one character, whatever its size and place: so many values each way, of length 1 together, 0 on the mean. */
export type Shape = Float32Array

const SIDE = 20
/** Darker than this share of the way from paper to ink is ink. */
const INK = 0.45
/** A character much higher than wide, or wider than high, keeps so much of its form. */
const SLENDER = 0.6
/** Characters drawn at a time, and pixels of one. */
const ROW = 100
const PIXELS = 32

/** How dark each pixel of a line is between its paper (0) and its ink (1). */
export function inkOf({ data }: Plane): Float32Array {
  const sorted = data.toSorted()
  const [paper, ink] = [sorted[Math.floor(sorted.length * 0.75)]!, sorted[Math.floor(sorted.length * 0.03)]!]
  const range = Math.max(20, paper - ink)
  return Float32Array.from(data, value => Math.min(1, Math.max(0, (paper - value) / range)))
}

/** The shape of what stands between two columns; undefined where nothing does. */
export function shapeBetween(ink: Float32Array, width: number, from: number, to: number): Shape | undefined {
  const height = ink.length / width
  let [left, right, top, bottom] = [to, -1, height, -1]
  for (let y = 0; y < height; y++)
    for (let x = from; x < to; x++) {
      if (ink[y * width + x]! < INK) continue
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
    }
  if (right < left) return undefined
  const [wide, high] = [right - left + 1, bottom - top + 1]
  const least = Math.max(wide, high) * SLENDER
  const [sx, sy] = [Math.max(wide, least), Math.max(high, least)]
  const [x0, y0] = [(left + right + 1 - sx) / 2, (top + bottom + 1 - sy) / 2]
  const shape = new Float32Array(SIDE * SIDE)
  for (let at = 0; at < shape.length; at++)
    for (let i = 0; i < 9; i++) {
      const x = x0 + (((at % SIDE) + ((i % 3) + 0.5) / 3) * sx) / SIDE
      const y = y0 + ((Math.floor(at / SIDE) + (Math.floor(i / 3) + 0.5) / 3) * sy) / SIDE
      const inside = x >= from && x < to && y >= 0 && y < height
      if (inside) shape[at]! += ink[Math.floor(y) * width + Math.floor(x)]! / 9
    }
  return levelled(softened(shape))
}

/** From 0 (nothing alike) to 1 (the same). */
export function likeness(a: Shape, b: Shape): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!
  return sum
}

/** A line a pixel beside another is nearly the same line. */
function softened(shape: Float32Array): Float32Array {
  return shape.map((_, at) => {
    let [sum, weight] = [0, 0]
    for (let dy = -1; dy <= 1; dy++)
      for (let dx = -1; dx <= 1; dx++) {
        const [x, y] = [(at % SIDE) + dx, Math.floor(at / SIDE) + dy]
        if (x < 0 || y < 0 || x >= SIDE || y >= SIDE) continue
        const share = (dx ? 1 : 2) * (dy ? 1 : 2)
        sum += share * shape[y * SIDE + x]!
        weight += share
      }
    return sum / weight
  })
}

function levelled(shape: Float32Array): Float32Array {
  const mean = shape.reduce((sum, value) => sum + value, 0) / shape.length
  const length = Math.hypot(...shape.map(value => value - mean)) || 1
  return shape.map(value => (value - mean) / length)
}

/** The shapes of characters as the shipped font draws them. @throws what sharp throws */
export async function drawnShapes(characters: readonly string[]): Promise<Map<string, Shape>> {
  const shapes = new Map<string, Shape>()
  for (let from = 0; from < characters.length; from += ROW) {
    const row = characters.slice(from, from + ROW)
    const { ink, width } = await drawnRow(row)
    for (const [at, character] of row.entries()) {
      // The block before them begins two pixels into its own square.
      const left = (at + 1) * PIXELS - 2
      const shape = shapeBetween(ink, width, left, left + PIXELS)
      if (shape) shapes.set(character, shape)
    }
  }
  return shapes
}

/** A row of characters between two blocks, which hold its ends where they belong: a drawn text is as wide as its ink. */
async function drawnRow(characters: readonly string[]): Promise<{ ink: Float32Array; width: number }> {
  const require = createRequire(import.meta.url)
  const fontfile = require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf')
  const text = `\u25a0${characters.join('')}\u25a0`
  const { data, info } = await sharp({ text: { text, font: `Noto Sans SC ${(PIXELS * 72) / 96}`, fontfile, dpi: 96 } })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { ink: Float32Array.from(data, value => value / 255), width: info.width }
}

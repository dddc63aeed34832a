import type { Raster } from '../pages/raster.ts'
import { type Quad, sizeOf } from './quad.ts'

/** One value a pixel, 0 to 255, rows from the top. */
export interface Plane {
  data: Uint8Array
  width: number
  height: number
}

/** The red of a page: red seals are nearly white in it, blue and black writing stays dark. */
export function redOf({ data, width, height }: Raster): Plane {
  const red = new Uint8Array(width * height)
  for (let at = 0, from = 0; at < red.length; at++, from += 3) red[at] = data[from]!
  return { data: red, width, height }
}

/** How light a page looks to the eye (ITU-R BT.601). */
export function greyOf({ data, width, height }: Raster): Plane {
  const grey = new Uint8Array(width * height)
  for (let at = 0, from = 0; at < grey.length; at++, from += 3)
    grey[at] = (data[from]! * 77 + data[from + 1]! * 150 + data[from + 2]! * 29) >> 8
  return { data: grey, width, height }
}

/** A copy in other measures, each pixel the mean of what it covers; enlarging takes the nearest. */
export function scaled(from: Plane, width: number, height: number): Plane {
  const data = new Uint8Array(width * height)
  const [fx, fy] = [from.width / width, from.height / height]
  const columns = Int32Array.from({ length: width + 1 }, (_, x) => Math.min(from.width, Math.round(x * fx)))
  for (let y = 0; y < height; y++) {
    const top = Math.min(from.height - 1, Math.round(y * fy))
    const bottom = Math.max(top + 1, Math.min(from.height, Math.round((y + 1) * fy)))
    for (let x = 0; x < width; x++) {
      const left = Math.min(from.width - 1, columns[x]!)
      const right = Math.max(left + 1, columns[x + 1]!)
      let sum = 0
      for (let row = top; row < bottom; row++)
        for (let at = row * from.width + left, end = row * from.width + right; at < end; at++) sum += from.data[at]!
      data[y * width + x] = sum / ((right - left) * (bottom - top))
    }
  }
  return { data, width, height }
}

/**
 * What lies in an outline, laid straight, `height` pixels high. Between pixels it is weighed by nearness; where the page
 * is finer than that, several points a pixel are taken. Beyond the page's edge its outermost pixel goes on.
 */
export function cutOut(page: Plane, quad: Quad, height: number): Plane {
  const [long, high] = sizeOf(quad)
  const width = Math.max(1, Math.round((long * height) / Math.max(1, high)))
  const data = new Uint8Array(width * height)
  const fine = Math.max(1, Math.min(4, Math.round(high / height)))
  const [a, b, , d] = quad
  const [ux, uy] = [(b[0] - a[0]) / width, (b[1] - a[1]) / width]
  const [vx, vy] = [(d[0] - a[0]) / height, (d[1] - a[1]) / height]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0
      for (let i = 0; i < fine * fine; i++) {
        const [u, v] = [x + ((i % fine) + 0.5) / fine, y + (Math.floor(i / fine) + 0.5) / fine]
        sum += valueAt(page, a[0] + ux * u + vx * v, a[1] + uy * u + vy * v)
      }
      data[y * width + x] = sum / (fine * fine)
    }
  }
  return { data, width, height }
}

function valueAt({ data, width, height }: Plane, px: number, py: number): number {
  const x = Math.min(Math.max(px - 0.5, 0), width - 1.001)
  const y = Math.min(Math.max(py - 0.5, 0), height - 1.001)
  const [left, top] = [x | 0, y | 0]
  const [fx, fy] = [x - left, y - top]
  const at = top * width + left
  const upper = data[at]! * (1 - fx) + (data[at + 1] ?? data[at]!) * fx
  const under = data[at + width] === undefined ? upper : data[at + width]! * (1 - fx) + (data[at + width + 1] ?? 0) * fx
  return upper * (1 - fy) + under * fy
}

import { expect, test } from 'vitest'
import { sizeOf } from './quad.ts'
import { linesOn } from './regions.ts'

/** A map with bars of writing: left, top, width, height and how sure. */
function mapOf(...bars: [number, number, number, number, number][]) {
  const [width, height] = [200, 100]
  const data = new Float32Array(width * height)
  for (const [left, top, wide, high, sure] of bars)
    for (let y = top; y < top + high; y++) data.fill(sure, y * width + left, y * width + left + wide)
  return { data, width, height }
}

test('each bar is a line, larger than its core by the same on every side', () => {
  const lines = linesOn(mapOf([10, 10, 60, 8, 0.9], [100, 50, 40, 10, 0.8]))
  expect(lines).toHaveLength(2)
  const [length, height] = sizeOf(lines[0]!)
  const more = (60 * 8 * 1.6) / (2 * (60 + 8))
  expect([length, height]).toEqual([expect.closeTo(60 + 2 * more, 5), expect.closeTo(8 + 2 * more, 5)])
})

test('what is unsure or a speck is no line', () => {
  expect(linesOn(mapOf([10, 10, 60, 8, 0.4], [100, 50, 40, 2, 0.9]))).toEqual([])
})

test('bars that touch at a corner are one line', () => {
  expect(linesOn(mapOf([10, 10, 30, 8, 0.9], [40, 18, 30, 8, 0.9]))).toHaveLength(1)
})

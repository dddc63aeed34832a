import { expect, test } from 'vitest'
import type { Corner } from '../../../../shared-types/src/model/recognised.ts'
import { leastRectangle, middleOf, partOf, sizeOf, turned, widened } from './quad.ts'

/** Points of a rectangle of this length and height around a middle, turned by an angle. */
function filled(length: number, height: number, angle: number): Corner[] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const points: Corner[] = []
  for (let u = 0; u <= length; u += length / 10)
    for (let v = 0; v <= height; v += height / 4) points.push([100 + u * cos - v * sin, 100 + u * sin + v * cos])
  return points
}

test.each([0, 0.1, -0.3, 0.7])(
  'the least rectangle around points that lie askew by %d begins where text begins',
  angle => {
    const quad = leastRectangle(filled(80, 20, angle))!
    const [length, height] = sizeOf(quad)
    expect([length, height]).toEqual([expect.closeTo(80, 6), expect.closeTo(20, 6)])
    expect(quad[0]).toEqual([expect.closeTo(100, 6), expect.closeTo(100, 6)])
  },
)

test('three points on one line are no rectangle', () => {
  expect(
    leastRectangle([
      [0, 0],
      [1, 1],
      [2, 2],
    ]),
  ).toBeUndefined()
})

test('an outline is widened, divided and turned about its middle', () => {
  const quad = leastRectangle(filled(80, 20, 0))!
  expect(sizeOf(widened(quad, 5))).toEqual([expect.closeTo(90, 6), expect.closeTo(30, 6)])
  expect(middleOf(partOf(quad, 0.5, 1))).toEqual([expect.closeTo(160, 6), expect.closeTo(110, 6)])
  expect(turned(quad, 2)[0]).toEqual(quad[2])
})

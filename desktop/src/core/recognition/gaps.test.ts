import { expect, test } from 'vitest'
import { besideGaps } from './gaps.ts'
import type { Placed } from './layout.ts'
import type { Quad } from './quad.ts'

const EM = 20
const HEIGHT = 27

/** A line of characters, each so many widths from the line's beginning; and what of it stands beside a gap. */
function gapsIn(characters: readonly [string, number][], widths: number): string {
  const quad: Quad = [
    [0, 0],
    [widths * EM, 0],
    [widths * EM, HEIGHT],
    [0, HEIGHT],
  ]
  const placed = characters.map(
    ([text, at]): Placed => ({ text, confidence: 1, at: at / widths, u: at * EM, height: HEIGHT, line: 0 }),
  )
  const page = { lines: [{ quad, characters: placed }], width: 600, height: 100 }
  return [...besideGaps(placed, page)].map(c => c.text).join('')
}

const spread = (text: string, step = 1) => [...text].map((c, i): [string, number] => [c, 1 + i * step])

test('evenly spaced characters stand beside no gap, however wide apart', () => {
  expect(gapsIn(spread('天津市和平区龙潭乡'), 10)).toBe('')
  expect(gapsIn(spread('天津市和平区龙潭乡', 2), 18)).toBe('')
})

test('a character left out in the middle, at the beginning and at the end', () => {
  const missing = (at: number) => spread('天津市和平区龙潭乡').filter((_, i) => i !== at)
  expect(gapsIn(missing(4), 10)).toBe('区')
  expect(gapsIn(missing(0), 10)).toBe('津')
  expect(gapsIn(missing(8), 10)).toBe('潭')
})

test('digits are narrower, and no gap', () => {
  expect(gapsIn([...spread('长江东路'), ['2', 5], ['9', 5.5], ['7', 6], ['号', 7]], 8)).toBe('')
})

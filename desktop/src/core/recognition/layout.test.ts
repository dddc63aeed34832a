import { expect, test } from 'vitest'
import type { Corner } from '../../../../shared-types/src/model/recognised.ts'
import { rowsOf } from './layout.ts'
import type { Quad } from './quad.ts'
import type { ReadLine } from './read-page.ts'

/** Lines of text as they would be read: left, top and text, 20 pixels a character; `bent` is where a point comes to lie. */
function pageOf(lines: readonly [number, number, string][], bent: (at: Corner) => Corner = at => at) {
  return {
    width: 1000,
    height: 600,
    lines: lines.map(([left, top, text]): ReadLine => {
      const right = left + text.length * 20
      const corners: Corner[] = [
        [left, top],
        [right, top],
        [right, top + 24],
        [left, top + 24],
      ]
      const characters = [...text].map((c, i) => ({ text: c, confidence: 1, at: (i + 0.5) / text.length }))
      return { characters, quad: corners.map(bent) as unknown as Quad }
    }),
  }
}

const LINES: [number, number, string][] = [
  [100, 100, 'ABCDE'],
  [500, 102, 'FGHIJKLM'],
  [100, 150, 'NOPQRSTUVW'],
  [700, 148, 'XYZ'],
  [100, 420, '0123456789'],
]
const ROWS = ['ABCDEFGHIJKLM', 'NOPQRSTUVWXYZ', '0123456789']
const textsOf = (page: ReturnType<typeof pageOf>) =>
  rowsOf(page).map(({ characters }) => characters.map(c => c.text).join(''))

const turnedBy = (degrees: number) => {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  return ([x, y]: Corner): Corner => [500 + (x - 500) * cos - (y - 300) * sin, 300 + (x - 500) * sin + (y - 300) * cos]
}

test.each([0, 7, -12, 90, 180, 270])('rows of a page that lies turned by %d degrees', degrees => {
  expect(textsOf(pageOf(LINES, turnedBy(degrees)))).toEqual(ROWS)
})

test('rows of a page seen at a slant, whose lines are not parallel', () => {
  const slanted = ([x, y]: Corner): Corner => {
    const far = 1 + (x / 1000) * 0.15
    return [x / far, 300 + (y - 300) / far + x * 0.05]
  }
  expect(textsOf(pageOf(LINES, slanted))).toEqual(ROWS)
})

test('a low speck that was hardly read stands in no row', () => {
  const page = pageOf(LINES)
  const speck: ReadLine = {
    characters: [{ text: '?', confidence: 0.2, at: 0.5 }],
    quad: [
      [300, 110],
      [306, 110],
      [306, 116],
      [300, 116],
    ],
  }
  expect(textsOf({ ...page, lines: [...page.lines, speck] })).toEqual(ROWS)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breakLines, cutShort, pieces, printable } from './text.ts'

const width = (text: string) => [...text].reduce((sum, character) => sum + (character > '\u2000' ? 2 : 1), 0)

test('what has no picture is left out, accents join their letter, names stay as they are', () => {
  expect(printable('王\u0000\u0007\u200e\u202e\u200d小\ufe0f\u{e0100}明\ud800', true)).toBe('王小明')
  expect(printable('Nguye\u0302\u0303n', true)).toBe('Nguyễn')
  expect(printable('\uf9d1六', true)).toBe('\uf9d1六')
  expect(printable('a\r\nb\u2028c\td', true)).toBe('a\nb\nc d')
  expect(printable('a\r\nb\u2028c\td', false)).toBe('a b c d')
  expect(printable('\uE863\u{1FAE1}\u{3FFFE}', true)).toBe('\uE863\u{1FAE1}\u{3FFFE}')
})

test('lines break between ideographs, not in words and numbers', () => {
  expect(breakLines('住在Beijing路12号', 8, 9, width).lines).toEqual(['住在', 'Beijing', '路12号'])
  expect(breakLines('Supercalifragilistic', 8, 9, width).lines).toEqual(['Supercal', 'ifragili', 'stic'])
  expect(breakLines('一\n\n二', 8, 9, width).lines).toEqual(['一', '', '二'])
})

test('no line begins with a comma or ends with an opening bracket', () => {
  expect(breakLines('一二三四，五六', 8, 9, width).lines).toEqual(['一二三', '四，五六'])
  expect(breakLines('一二三（四五）', 8, 9, width).lines).toEqual(['一二三', '（四五）'])
})

test('a mark is not carried down where the next line has no room for it', () => {
  expect(breakLines('一（abc）', 4, 9, width).lines).toEqual(['一（', 'abc', '）'])
})

test('too many lines are said to be incomplete', () => {
  expect(breakLines('一二三四五六', 4, 2, width)).toEqual({ lines: ['一二', '三四'], complete: false })
})

test('a text that is cut ends in an ellipsis and fits', () => {
  expect(cutShort('一二三四五', 7, width)).toBe('一二…')
  expect(cutShort('一二三四五', 1, width)).toBe('')
})

test('nothing is lost or doubled by breaking, and no line is too wide', () => {
  const text = fc.string({ unit: fc.constantFrom(...'一二三，。（）《》abc123.:- \n𠮷…') })
  fc.assert(
    fc.property(text, fc.integer({ min: 4, max: 30 }), (text, room) => {
      expect(pieces(text).join('')).toBe(text)
      const { lines, complete } = breakLines(text, room, 10_000, width)
      expect(complete).toBe(true)
      expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
      for (const line of lines) expect(width(line)).toBeLessThanOrEqual(room)
    }),
    { numRuns: 2000 },
  )
})

import { expect, test } from 'vitest'
import { createFonts } from './fonts.ts'

const points = (text: string) => [...text].map(character => character.codePointAt(0)!)

test('rare characters come from the second font, with an outline of their own', async () => {
  const fonts = createFonts()
  expect(await fonts.prepare(points('王𠮷㛃䶮𬴊𠀀〇·Đé'), 'regular')).toEqual([])
  const from = (character: string) => fonts.glyphOf(character.codePointAt(0)!, 'regular')!
  expect(from('王').face.name).toBe('NotoSansSC-Regular')
  expect(from('𠮷').face.name).toMatch(/^HanaMinB/)
  for (const character of '𠮷㛃䶮𬴊𠀀') {
    const { face, glyph } = from(character)
    expect(glyph).toBeGreaterThan(0)
    expect(face.font.outline(glyph).length).toBeGreaterThan(40)
    expect(face.font.outline(glyph)).not.toEqual(face.font.outline(0))
    expect(from(character).advance).toBe(1)
  }
})

test('bold has its own font, and a stroke where there is none', async () => {
  const fonts = createFonts()
  await fonts.prepare(points('王𠮷'), 'bold')
  await fonts.prepare(points('𠮷'), 'regular')
  expect(fonts.glyphOf(points('王')[0]!, 'bold')!.face).toMatchObject({ name: 'NotoSansSC-Bold', stroke: 0 })
  const stroke = (weight: 'bold' | 'regular') => fonts.glyphOf(0x20bb7, weight)!.face.stroke
  expect(stroke('bold')).toBeGreaterThan(stroke('regular'))
})

// Ends as in Unicode 10, the repertoire of GB 18030-2022 but for a handful of later characters.
test.each([
  ['unified ideographs', 0x4e00, 0x9fef],
  ['extension A', 0x3400, 0x4db5],
  ['extension B', 0x20000, 0x2a6d6],
  ['extension C', 0x2a700, 0x2b734],
  ['extension D', 0x2b740, 0x2b81d],
  ['extension E', 0x2b820, 0x2cea1],
  ['extension F', 0x2ceb0, 0x2ebe0],
  ['compatibility supplement', 0x2f800, 0x2fa1d],
])('%s can be printed without a gap', async (_, from, to) => {
  const all = Array.from({ length: to - from + 1 }, (_, i) => from + i)
  expect(await createFonts().prepare(all, 'regular')).toEqual([])
})

test.each([
  ['extension G', '\u{30000}'],
  ['private use', '\uE863'],
  ['Arabic', 'ع'],
  ['Hebrew', 'א'],
  ['Thai', 'ก'],
  ['a lone mark', '\u0331'],
  ['an emoji of 2020', '\u{1FAE1}'],
])('%s is said to be missing', async (_, character) => {
  expect(await createFonts().prepare(points(`王${character}`), 'regular')).toEqual(points(character))
})

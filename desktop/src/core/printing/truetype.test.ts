import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { subsetTrueType } from './subset.ts'
import { openTrueType } from './truetype.ts'

const file = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
)
const font = openTrueType(readFileSync(file))
const glyphOf = (character: string) => font.glyphOf(character.codePointAt(0)!)

test('characters of both planes have glyphs, others have none', () => {
  expect(glyphOf('国')).toBeGreaterThan(0)
  expect(glyphOf('㛃')).not.toBe(glyphOf('䶮'))
  expect(font.glyphOf(0x200cc)).toBeGreaterThan(0)
  expect(font.glyphOf(0x20bb7)).toBe(0)
  expect(font.glyphOf(0x10ffff)).toBe(0)
  expect(font.glyphOf(0)).toBe(0)
})

test('a full-width character is one em wide, a digit is narrower', () => {
  expect(font.advance(glyphOf('国'))).toBe(font.unitsPerEm)
  expect(font.advance(glyphOf('1'))).toBeGreaterThan(400)
  expect(font.advance(glyphOf('1'))).toBeLessThan(700)
})

test('a subset keeps outlines and widths in the order that was asked for', () => {
  const glyphs = [0, ...[...'国家A㛃'].map(glyphOf)]
  const bytes = subsetTrueType(font, glyphs)
  const small = openTrueType(withCharacters(bytes))
  for (const [i, glyph] of glyphs.entries()) {
    const outline = font.outline(glyph)
    expect(small.outline(i).subarray(0, outline.length)).toEqual(Uint8Array.from(outline))
    expect(small.advance(i)).toBe(font.advance(glyph))
    expect(small.leftBearing(i)).toBe(font.leftBearing(glyph))
  }
  expect(bytes.length).toBeLessThan(10_000)
})

test('the sum over a subset file is the one that the format asks for', () => {
  const bytes = subsetTrueType(font, [0, glyphOf('国')])
  const view = new DataView(bytes.buffer)
  let sum = 0
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0
  expect(sum).toBe(0xb1b0afba)
})

/** A subset has no table of characters; reading it again needs one, so an empty one is put in under another's name. */
function withCharacters(bytes: Uint8Array): Uint8Array {
  const empty = new Uint8Array(12 + 24)
  const view = new DataView(empty.buffer)
  view.setUint16(2, 1)
  view.setUint16(4, 3)
  view.setUint32(8, 12)
  view.setUint16(12, 4)
  view.setUint16(14, 24)
  const copy = new Uint8Array(bytes.length + empty.length)
  copy.set(bytes)
  copy.set(empty, bytes.length)
  const entries = new DataView(copy.buffer)
  for (let at = 12; at < 12 + entries.getUint16(4) * 16; at += 16) {
    if (String.fromCharCode(...copy.subarray(at, at + 4)) !== 'prep') continue
    copy.set(new TextEncoder().encode('cmap'), at)
    entries.setUint32(at + 8, bytes.length)
    entries.setUint32(at + 12, empty.length)
  }
  return copy
}

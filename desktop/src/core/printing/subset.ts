import type { TrueType } from './truetype.ts'

/**
 * A TrueType font file with the glyphs that were used only; glyph n of it is `glyphs[n]` of the font. It has the tables that PDF asks of an embedded CIDFontType2 (ISO 32000-1, 9.9).
 */
export function subsetTrueType(font: TrueType, glyphs: readonly number[]): Uint8Array {
  const outlines = glyphs.map(glyph => simpleOutline(font, glyph))
  const count = glyphs.length
  const loca = new DataView(new ArrayBuffer((count + 1) * 4))
  const hmtx = new DataView(new ArrayBuffer(count * 4))
  let at = 0
  for (const [i, glyph] of glyphs.entries()) {
    const outline = outlines[i]!
    hmtx.setUint16(i * 4, font.advance(glyph))
    hmtx.setInt16(i * 4 + 2, font.leftBearing(glyph))
    at += outline.length + padding(outline.length)
    loca.setUint32((i + 1) * 4, at)
  }
  const glyf = new Uint8Array(at)
  for (const [i, outline] of outlines.entries()) glyf.set(outline, loca.getUint32(i * 4))
  const tables: [string, Uint8Array][] = [
    ['glyf', glyf],
    ['head', changed(font, 'head', view => view.setInt16(50, 1))],
    ['hhea', changed(font, 'hhea', view => view.setUint16(34, count))],
    ['hmtx', new Uint8Array(hmtx.buffer)],
    ['loca', new Uint8Array(loca.buffer)],
    ['maxp', changed(font, 'maxp', view => view.setUint16(4, count))],
  ]
  // Hinting programs, which the glyphs' own instructions call.
  for (const tag of ['cvt ', 'fpgm', 'prep']) {
    const table = font.table(tag)
    if (table) tables.push([tag, table])
  }
  return assemble(tables.sort(([a], [b]) => (a < b ? -1 : 1)))
}

const padding = (length: number) => (4 - (length % 4)) % 4

function changed(font: TrueType, tag: string, change: (view: DataView) => void): Uint8Array {
  const copy = Uint8Array.from(font.table(tag)!)
  change(new DataView(copy.buffer))
  return copy
}

/** None of the shipped fonts builds glyphs of parts; one that does would need the parts here too. */
function simpleOutline(font: TrueType, glyph: number): Uint8Array {
  const outline = font.outline(glyph)
  const contours = outline.length === 0 ? 0 : new DataView(outline.buffer, outline.byteOffset).getInt16(0)
  if (contours < 0) throw new Error(`glyph ${glyph} is made of other glyphs`)
  return outline
}

function assemble(tables: readonly [string, Uint8Array][]): Uint8Array {
  const headerSize = 12 + tables.length * 16
  const size = tables.reduce((sum, [, table]) => sum + table.length + padding(table.length), headerSize)
  const file = new Uint8Array(size)
  const view = new DataView(file.buffer)
  const power = Math.floor(Math.log2(tables.length))
  view.setUint32(0, 0x00010000)
  view.setUint16(4, tables.length)
  view.setUint16(6, 2 ** power * 16)
  view.setUint16(8, power)
  view.setUint16(10, tables.length * 16 - 2 ** power * 16)
  let at = headerSize
  for (const [i, [tag, table]] of tables.entries()) {
    file.set(table, at)
    const end = at + table.length + padding(table.length)
    for (let c = 0; c < 4; c++) file[12 + i * 16 + c] = tag.charCodeAt(c)
    // The sums are made over a `head` without the sum of the whole file.
    if (tag === 'head') view.setUint32(at + 8, 0)
    view.setUint32(16 + i * 16, sum(view, at, end))
    view.setUint32(20 + i * 16, at)
    view.setUint32(24 + i * 16, table.length)
    at = end
  }
  const head = tables.findIndex(([tag]) => tag === 'head')
  view.setUint32(view.getUint32(20 + head * 16) + 8, (0xb1b0afba - sum(view, 0, size)) >>> 0)
  return file
}

function sum(view: DataView, from: number, to: number): number {
  let total = 0
  for (let at = from; at < to; at += 4) total = (total + view.getUint32(at)) >>> 0
  return total
}

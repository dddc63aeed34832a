/** A parsed TrueType font: only what printing needs, read in place, so that 10 MB open in well under a millisecond. */
export interface TrueType {
  readonly unitsPerEm: number
  /** Font units above and below the baseline (the second is negative). */
  readonly ascent: number
  readonly descent: number
  /** xMin, yMin, xMax, yMax over all glyphs, in font units. */
  readonly bounds: readonly [number, number, number, number]
  table(tag: string): Uint8Array | undefined
  /** The glyph of a code point; 0 when the font has none. */
  glyphOf(codePoint: number): number
  /** Font units to the next glyph. */
  advance(glyph: number): number
  leftBearing(glyph: number): number
  /** The glyph's `glyf` record; empty when nothing is drawn. */
  outline(glyph: number): Uint8Array
}

/**
 * Opens a TrueType font file (OpenType 1.9, `glyf` outlines). Throws when a table that is needed is not there: fonts are
 * shipped with the program, so that is a broken installation.
 */
export function openTrueType(bytes: Uint8Array): TrueType {
  const tables = directory(bytes)
  const need = (tag: string) => {
    const found = tables.get(tag)
    if (!found) throw new Error(`the font has no table ${tag}`)
    return found
  }
  const head = viewOf(need('head'))
  const hhea = viewOf(need('hhea'))
  const glyphs = viewOf(need('maxp')).getUint16(4)
  const metrics = readMetrics(viewOf(need('hmtx')), hhea.getUint16(34))
  const glyf = need('glyf')
  const offset = readOffsets(viewOf(need('loca')), head.getInt16(50) === 1)
  return {
    unitsPerEm: head.getUint16(18),
    ascent: hhea.getInt16(4),
    descent: hhea.getInt16(6),
    bounds: [head.getInt16(36), head.getInt16(38), head.getInt16(40), head.getInt16(42)],
    table: tag => tables.get(tag),
    glyphOf: readCharacters(viewOf(need('cmap'))),
    ...metrics,
    outline: glyph => (glyph < glyphs ? glyf.subarray(offset(glyph), offset(glyph + 1)) : glyf.subarray(0, 0)),
  }
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function directory(bytes: Uint8Array): Map<string, Uint8Array> {
  const view = viewOf(bytes)
  const tables = new Map<string, Uint8Array>()
  for (let i = 0, at = 12; i < view.getUint16(4); i++, at += 16) {
    const tag = String.fromCharCode(...bytes.subarray(at, at + 4))
    const start = view.getUint32(at + 8)
    tables.set(tag, bytes.subarray(start, start + view.getUint32(at + 12)))
  }
  return tables
}

/** `hmtx`: the last advance holds for all glyphs after it, which have a bearing only. */
function readMetrics(hmtx: DataView, long: number): Pick<TrueType, 'advance' | 'leftBearing'> {
  return {
    advance: glyph => hmtx.getUint16(Math.min(glyph, long - 1) * 4),
    leftBearing: glyph => hmtx.getInt16(glyph < long ? glyph * 4 + 2 : long * 4 + (glyph - long) * 2),
  }
}

const readOffsets = (loca: DataView, long: boolean) => (glyph: number) =>
  long ? loca.getUint32(glyph * 4) : loca.getUint16(glyph * 2) * 2

/** The `cmap` subtable with the most characters: format 12 (all planes), else format 4 (the first plane). */
function readCharacters(cmap: DataView): (codePoint: number) => number {
  let basic: DataView | undefined
  for (let i = 0, at = 4; i < cmap.getUint16(2); i++, at += 8) {
    const start = cmap.getUint32(at + 4)
    const subtable = new DataView(cmap.buffer, cmap.byteOffset + start, cmap.byteLength - start)
    if (subtable.getUint16(0) === 12) return format12(subtable)
    if (subtable.getUint16(0) === 4) basic ??= subtable
  }
  if (!basic) throw new Error('the font has no table of characters that can be read')
  return format4(basic)
}

/** The first index whose last code point is not before the wanted one. */
function findRange(count: number, lastOf: (index: number) => number, codePoint: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (lastOf(middle) < codePoint) low = middle + 1
    else high = middle
  }
  return low
}

function format12(table: DataView): (codePoint: number) => number {
  const count = table.getUint32(12)
  return codePoint => {
    const found = findRange(count, i => table.getUint32(20 + i * 12), codePoint)
    if (found === count) return 0
    const start = table.getUint32(16 + found * 12)
    return codePoint < start ? 0 : table.getUint32(24 + found * 12) + codePoint - start
  }
}

function format4(table: DataView): (codePoint: number) => number {
  const double = table.getUint16(6)
  const [ends, starts, deltas, ranges] = [14, 16 + double, 16 + 2 * double, 16 + 3 * double]
  return codePoint => {
    if (codePoint > 0xffff) return 0
    const found = findRange(double / 2, i => table.getUint16(ends + i * 2), codePoint) * 2
    if (found === double || codePoint < table.getUint16(starts + found)) return 0
    const range = table.getUint16(ranges + found)
    const delta = table.getUint16(deltas + found)
    if (range === 0) return (codePoint + delta) & 0xffff
    const glyph = table.getUint16(ranges + found + range + (codePoint - table.getUint16(starts + found)) * 2)
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff
  }
}

import { promisify } from 'node:util'
import { deflate } from 'node:zlib'
import { type PDFContext, type PDFDict, PDFRawStream, type PDFRef, PDFString } from '@pdfme/pdf-lib'
import type { Face } from './fonts.ts'
import { subsetTrueType } from './subset.ts'

const compress = promisify(deflate)

/** A stream compressed off the main thread. */
export async function deflated(context: PDFContext, bytes: Uint8Array, dict: Record<string, string | number> = {}) {
  const packed = await compress(bytes)
  return PDFRawStream.of(context.obj({ ...dict, Filter: 'FlateDecode', Length: packed.length }), packed)
}

/** The fonts of one document: which characters of which face were used. */
export interface FontBook {
  /** The face's name in a page's resources and the text in its codes, as a hexadecimal string without brackets. */
  encode(face: Face, text: string): { name: string; codes: string }
  /** For the pages' resources; complete when all pages are written. */
  references(): Record<string, PDFRef>
  /** Writes a subset of each face that was used. */
  finish(): Promise<void>
}

interface Used {
  face: Face
  name: string
  ref: PDFRef
  /** Each character has a code of its own, so that characters which share a glyph are still told apart when copied. */
  codes: Map<number, number>
  glyphs: number[]
}

/** Embeds TrueType faces as composite fonts, code = glyph of the subset (ISO 32000-1, 9.7 and 9.10.3). */
export function createFontBook(context: PDFContext): FontBook {
  const book = new Map<string, Used>()
  const open = (face: Face): Used => {
    const found = book.get(face.name)
    if (found) return found
    const made: Used = { face, name: `F${book.size}`, ref: context.nextRef(), codes: new Map(), glyphs: [0] }
    book.set(face.name, made)
    return made
  }
  return {
    encode: (face, text) => {
      const used = open(face)
      let codes = ''
      for (const character of text) codes += hex(codeOf(used, character.codePointAt(0)!))
      return { name: used.name, codes }
    },
    references: () => Object.fromEntries([...book.values()].map(used => [used.name, used.ref])),
    finish: async () => {
      for (const [i, used] of [...book.values()].entries()) await writeFont(context, used, i)
    },
  }
}

const hex = (code: number) => code.toString(16).padStart(4, '0')

function codeOf(used: Used, codePoint: number): number {
  const known = used.codes.get(codePoint)
  if (known !== undefined) return known
  const code = used.glyphs.length
  used.glyphs.push(used.face.font.glyphOf(codePoint))
  used.codes.set(codePoint, code)
  return code
}

async function writeFont(context: PDFContext, used: Used, index: number): Promise<void> {
  const { font } = used.face
  const scale = 1000 / font.unitsPerEm
  // The tag that marks a subset: six letters, another one for each font of the file.
  const name = `CTAAA${String.fromCharCode(65 + (index % 26))}+${used.face.name}`
  const descendant = context.obj({
    Type: 'Font',
    Subtype: 'CIDFontType2',
    BaseFont: name,
    CIDSystemInfo: { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 },
    FontDescriptor: context.register(await describe(context, name, used)),
    DW: 1000,
    W: [0, used.glyphs.map(glyph => Math.round(font.advance(glyph) * scale))],
    CIDToGIDMap: 'Identity',
  })
  const unicode = await deflated(context, new TextEncoder().encode(toUnicode(used.codes)))
  const composite = context.obj({
    Type: 'Font',
    Subtype: 'Type0',
    BaseFont: name,
    Encoding: 'Identity-H',
    DescendantFonts: [context.register(descendant)],
    ToUnicode: context.register(unicode),
  })
  context.assign(used.ref, composite)
}

async function describe(context: PDFContext, name: string, { face: { font }, glyphs }: Used): Promise<PDFDict> {
  const scale = 1000 / font.unitsPerEm
  const file = subsetTrueType(font, glyphs)
  return context.obj({
    Type: 'FontDescriptor',
    FontName: name,
    // Symbolic: codes are glyphs, not a standard alphabet.
    Flags: 4,
    FontBBox: font.bounds.map(value => Math.round(value * scale)),
    ItalicAngle: 0,
    Ascent: Math.round(font.ascent * scale),
    Descent: Math.round(font.descent * scale),
    CapHeight: Math.round(font.ascent * scale),
    StemV: 80,
    FontFile2: context.register(await deflated(context, file, { Length1: file.length })),
  })
}

/** What each code means, for copying and searching; at most 100 lines a block as the format asks. */
function toUnicode(codes: ReadonlyMap<number, number>): string {
  const lines = [...codes].map(([codePoint, code]) => `<${hex(code)}> <${utf16(codePoint)}>`)
  const blocks: string[] = []
  for (let at = 0; at < lines.length; at += 100) {
    const block = lines.slice(at, at + 100)
    blocks.push(`${block.length} beginbfchar`, ...block, 'endbfchar')
  }
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def /CMapType 2 def',
    '1 begincodespacerange <0000> <ffff> endcodespacerange',
    ...blocks,
    'endcmap CMapName currentdict /CMap defineresource pop end end',
  ].join('\n')
}

function utf16(codePoint: number): string {
  const text = String.fromCodePoint(codePoint)
  return Array.from({ length: text.length }, (_, i) => hex(text.charCodeAt(i))).join('')
}

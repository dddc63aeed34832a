import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import decompress from 'woff2-encoder/decompress'
import { openTrueType, type TrueType } from './truetype.ts'

export type Weight = 'regular' | 'bold'

export interface Face {
  /** As it stands in the PDF. */
  readonly name: string
  readonly font: TrueType
  /**
   * Ems of a line drawn around the outlines: HanaMin's hair strokes stand beside a sans serif of even strokes, and card
   * printers of 300 dpi lose them; nor has it a bold.
   */
  readonly stroke: number
}

interface Glyph {
  readonly face: Face
  readonly glyph: number
  /** In ems. */
  readonly advance: number
}

export interface Fonts {
  /** Loads what these characters need and returns those that no font has. Call it before `glyphOf`. */
  prepare(characters: Iterable<number>, weight: Weight): Promise<number[]>
  /** The glyph for a character that was prepared. */
  glyphOf(codePoint: number, weight: Weight): Glyph | undefined
}

const require = createRequire(import.meta.url)
const folderOf = (name: string) => dirname(require.resolve(`${name}/package.json`))

// Both under the SIL Open Font License 1.1, see FONTS.md.
const MAIN = {
  regular: ['NotoSansSC-Regular', '400Regular/NotoSansSC_400Regular.ttf'],
  bold: ['NotoSansSC-Bold', '700Bold/NotoSansSC_700Bold.ttf'],
} as const
const SPARE_STROKE = { regular: 1 / 60, bold: 1 / 22 }

/**
 * The fonts that are shipped: Noto Sans SC first (30,890 characters), then HanaMin for the rest of CJK extensions A to F
 * (68,000 more), which comes in 216 small files of which only those needed are opened. Opened fonts are kept: a station
 * prints all day.
 */
export function createFonts(): Fonts {
  const known = { regular: new Map<number, Glyph>(), bold: new Map<number, Glyph>() }
  const main = { regular: keep(() => openMain('regular')), bold: keep(() => openMain('bold')) }
  const ranges = keep(readRanges)
  const spare = new Map<string, Promise<TrueType>>()
  const openSpare = (file: string) => {
    const opened = spare.get(file) ?? openWoff2(join(folderOf('hanamin'), file))
    spare.set(file, opened)
    return opened
  }
  const find = async (codePoint: number, weight: Weight): Promise<Face | undefined> => {
    const first = await main[weight]()
    if (draws(first.font, codePoint)) return first
    const file = fallsBack(codePoint) ? fileOf(await ranges(), codePoint) : undefined
    const font = file && (await openSpare(file))
    if (!font || !draws(font, codePoint)) return undefined
    return { name: file.replace(/\.woff2$/, '').replaceAll('.', '-'), font, stroke: SPARE_STROKE[weight] }
  }
  return {
    prepare: async (characters, weight) => {
      const missing: number[] = []
      for (const codePoint of characters) {
        if (known[weight].has(codePoint)) continue
        const face = await find(codePoint, weight)
        if (face) known[weight].set(codePoint, glyphIn(face, codePoint))
        else missing.push(codePoint)
      }
      return missing
    },
    glyphOf: (codePoint, weight) => known[weight].get(codePoint),
  }
}

function glyphIn(face: Face, codePoint: number): Glyph {
  const glyph = face.font.glyphOf(codePoint)
  return { face, glyph, advance: face.font.advance(glyph) / face.font.unitsPerEm }
}

/** Made at the first call, then the same; a failure is not kept. */
function keep<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make().catch(error => {
      made = undefined
      throw error
    })
    return made
  }
}

async function openMain(weight: Weight): Promise<Face> {
  const [name, file] = MAIN[weight]
  const bytes = await readFile(join(folderOf('@expo-google-fonts/noto-sans-sc'), file))
  return { name, font: openTrueType(bytes), stroke: 0 }
}

const openWoff2 = async (file: string) => openTrueType(await decompress(await readFile(file)))

/** The font has a glyph for it that leaves ink, or it is a space. */
function draws(font: TrueType, codePoint: number): boolean {
  const glyph = font.glyphOf(codePoint)
  return glyph !== 0 && (font.outline(glyph).length > 0 || /\p{Zs}/u.test(String.fromCodePoint(codePoint)))
}

/**
 * Scripts that HanaMin may stand in for. Not private use (its own meanings, not those of GB 18030), marks that must be
 * placed on a letter, scripts that need shaping or run from right to left: wrong writing on a permit is worse than none.
 */
const fallsBack = (codePoint: number) =>
  /[\p{sc=Han}\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Armenian}\p{sc=Georgian}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}\p{sc=Yi}\p{sc=Lisu}\p{sc=Common}]/u.test(
    String.fromCodePoint(codePoint),
  )

interface Range {
  from: number
  to: number
  file: string
}

/** The package's style sheet says which file has which characters. */
async function readRanges(): Promise<Range[]> {
  const css = await readFile(join(folderOf('hanamin'), 'HanaMin.css'), 'utf8')
  const ranges: Range[] = []
  for (const [, file, list] of css.matchAll(/url\(["']?([^)"']+\.woff2)["']?\)[^}]*?unicode-range:\s*([^;}]+)/g))
    for (const [, from, to] of list!.matchAll(/U\+([0-9a-f]+)(?:-([0-9a-f]+))?/gi))
      ranges.push({ from: Number.parseInt(from!, 16), to: Number.parseInt(to ?? from!, 16), file: file! })
  return ranges
}

const fileOf = (ranges: readonly Range[], codePoint: number) =>
  ranges.find(range => range.from <= codePoint && codePoint <= range.to)?.file

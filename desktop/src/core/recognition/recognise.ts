import type { RecognisedPage } from '../../../../shared-types/src/model/recognised.ts'
import { BLANK_BELOW, inkShare } from '../pages/ink.ts'
import { type Raster, smallOf } from '../pages/raster.ts'
import { confirmed } from './confirm.ts'
import { foundTexts } from './found.ts'
import { rowsOf } from './layout.ts'
import type { Paper, ValueKind } from './paper.ts'
import { papersOn } from './papers-on.ts'
import { type FieldText, fieldText } from './read-field.ts'
import type { PageReader, ReadPage } from './read-page.ts'
import type { RecognisedPaper } from './recognised-paper.ts'
import { valueIn } from './value-text.ts'

/** Kinds that a list or the shape of the value confirms: they are looked at a second time. */
const LOOKED_AT_TWICE: readonly ValueKind[] = ['nation', 'area', 'authority', 'period']
/** A page of which the characters are read less surely than this on the whole cannot be read. */
const READABLE = 0.6

/** A page with everything that was read on it, and what paper it is. */
export interface Recognised extends RecognisedPaper {
  page: RecognisedPage
}

/**
 * Reads one page: its lines, which paper it is, and the paper's fields with what confirms them. What cannot be read is
 * said (`trouble`) and nothing is made up for it. `card` is what a card reader said of the same person, by field.
 */
export async function recognise(
  reader: PageReader,
  raster: Raster,
  card?: Readonly<Record<string, string>>,
): Promise<Recognised> {
  const read = await reader.read(raster)
  const page = linesOf(read)
  const nothing = { kinds: [], fields: [], missing: [], page }
  const unread = troubleOf(read, raster)
  if (unread) return { ...nothing, trouble: unread }
  const rows = rowsOf(read)
  const { papers, several } = papersOn(rows)
  const kinds = papers.map(({ kind }) => kind)
  if (several) return { ...nothing, kinds, trouble: 'two-papers' }
  const texts = papers.flatMap(paper => foundTexts(rows, paper).flatMap(found => fieldText(found, read) ?? []))
  const fields = confirmed(texts, { again: await lookedAtTwice(reader, raster, texts), card })
  const missing = missingOf(papers, texts)
  return { kinds, fields, missing, page, ...(missing.length ? { trouble: 'incomplete' as const } : {}) }
}

function missingOf(papers: readonly Paper[], texts: readonly FieldText[]): string[] {
  const found = new Set(texts.map(({ name }) => name))
  return papers.flatMap(({ fields }) => fields.map(({ name }) => name)).filter(name => !found.has(name))
}

function troubleOf({ lines }: ReadPage, raster: Raster): 'empty' | 'unreadable' | undefined {
  if (!lines.length) return inkShare(smallOf(raster)) < BLANK_BELOW ? 'empty' : 'unreadable'
  const all = lines.flatMap(({ characters }) => characters)
  const mean = all.reduce((sum, { confidence }) => sum + confidence, 0) / all.length
  return mean < READABLE ? 'unreadable' : undefined
}

async function lookedAtTwice(
  reader: PageReader,
  raster: Raster,
  texts: readonly FieldText[],
): Promise<Map<string, string | undefined>> {
  const asked = texts.filter(({ kind }) => LOOKED_AT_TWICE.includes(kind))
  const said = asked.length
    ? await reader.look(
        raster,
        asked.map(({ quads }) => quads),
      )
    : []
  return new Map(asked.map(({ name, kind }, at) => [name, valueIn(kind, said[at]!)]))
}

const linesOf = ({ lines }: ReadPage): RecognisedPage => ({
  lines: lines.map(({ characters, quad }) => ({
    text: characters.map(c => c.text).join(''),
    confidence: Math.min(...characters.map(c => c.confidence)),
    polygon: quad.map(([x, y]) => [Math.round(x), Math.round(y)]),
  })),
})

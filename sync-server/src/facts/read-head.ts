import type { Fact } from '../../../shared-types/src/engine/facts.ts'
import { halfWidth } from '../../../shared-types/src/engine/half-width.ts'
import { type Cell, cellText } from '../../../shared-types/src/engine/read-cell.ts'
import { LANGUAGES } from '../../../shared-types/src/model/domain.ts'
import type { FactType } from '../../../shared-types/src/model/fact.ts'
import { FactFileFault } from './file-fault.ts'
import { cellLetter, type FactPlaces } from './read-row.ts'

/** Rows above the headings that a title or a note may take. */
export const ABOVE = 5

/** How the columns of a fact may be headed: its word in each language, or its name. */
type Headings = Readonly<Record<string, readonly string[]>>

/** What a file is read by. Plain data: it goes to another thread. */
export interface ReadFact {
  fact: FactType
  headings: Headings
}

export function readFactOf({ fact, name, domain }: Fact): ReadFact {
  const words = (column: string) => LANGUAGES.map(l => domain.words[l].facts?.[name]?.columns[column] ?? column)
  return {
    fact,
    headings: Object.fromEntries(Object.keys(fact.columns).map(column => [column, [...words(column), column]])),
  }
}

/** Where the columns stand under these headings; undefined where one is missing. */
export function placesIn({ fact, headings }: ReadFact, row: readonly Cell[]): FactPlaces | undefined {
  const texts = row.map(headingText)
  const place = (column: string) => {
    const names = headings[column]?.map(headingText) ?? []
    return texts.findIndex(text => names.includes(text))
  }
  const places = { subject: place(fact.subject), person: place(fact.person), time: place(fact.time) }
  return Object.values(places).includes(-1) ? undefined : places
}

/** The sentence about a file without the right headings: of its first rows the likeliest, the column that is missing, and the heading that may stand in its place. */
export function headFault(
  { fact, headings }: ReadFact,
  rows: readonly { row: number; cells: readonly Cell[] }[],
): FactFileFault {
  if (rows.length === 0) return new FactFileFault('empty')
  const known = (cell: Cell) => Object.values(headings).some(of => of.some(h => headingText(h) === headingText(cell)))
  const count = ({ cells }: (typeof rows)[number]) => cells.filter(known).length
  const { row, cells } = rows.reduce((best, one) => (count(one) > count(best) ? one : best))
  const texts = cells.map(headingText)
  const wanted = [fact.subject, fact.person, fact.time].find(
    column => !texts.some(text => headings[column]?.some(h => headingText(h) === text)),
  )
  const place = cells.findIndex(cell => cellText(cell) !== '' && !known(cell))
  const found = place < 0 ? '' : cellText(cells[place]).slice(0, 40)
  return new FactFileFault('heading', {
    row,
    cell: place < 0 ? cellLetter(cells.length) : cellLetter(place),
    found,
    wanted: wanted ?? fact.subject,
  })
}

const headingText = (cell: Cell) =>
  halfWidth(cellText(cell))
    .replace(/[\s*＊]/g, '')
    .toLowerCase()

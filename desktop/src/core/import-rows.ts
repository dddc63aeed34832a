import { type Cell, cellText } from '../../../shared-types/src/engine/read-cell.ts'
import { headingProblems, isEmptyRow, readRow } from '../../../shared-types/src/engine/sheet.ts'
import { columnsOf, isHintRow, type SheetColumn } from '../../../shared-types/src/engine/sheet-columns.ts'
import type { Problem } from '../../../shared-types/src/model/case.ts'
import { type Kind, LANGUAGES, type Language } from '../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import type { Unit } from '../../../shared-types/src/model/person.ts'
import type { WorkbookLimits } from '../../../shared-types/src/workbooks/workbook-check.ts'
import { WorkbookFault } from '../../../shared-types/src/workbooks/workbook-fault.ts'
import { readWorkbook, type SheetRow } from '../../../shared-types/src/workbooks/workbook-read.ts'
import { coreText } from './words.ts'

/** What a spreadsheet holds for one record type, read through once and kept small. */
export interface ImportSheet {
  headings: string[]
  count: number
  /** The rows, read anew from what is kept; `today` is for dates that may not lie ahead, `units` are those to be named. */
  rows(today: string, units?: readonly Unit[]): Generator<ImportRow>
}

export interface ImportRow {
  /** As the spreadsheet counts it, from 1. */
  row: number
  data: Data
  problems: Problem[]
  /** What stood in it, to be sent back. */
  cells(): string[]
}

/** Rows above the headings that a title or a note may take. */
const ABOVE = 5
/** How the column of reasons is headed in a workbook of refused rows: it is passed over when that comes back. */
export const reasonHeading = (language: Language): string => coreText(language, 'import.reason')

export const isReasonHeading = (heading: string): boolean => LANGUAGES.some(l => reasonHeading(l) === heading)

/**
 * Reads a spreadsheet's rows under the headings of the template, which may stand below a title. A row is kept as one
 * short text, so that a large list takes little memory while its rows are saved one by one.
 * @throws {WorkbookFault} `wrong-sheet` names what is wrong with the headings (`headings`), `empty` tells of no rows
 */
export async function readImport(
  kind: Kind,
  bytes: Uint8Array,
  language: Language,
  say: (problem: Problem) => string,
  limits?: WorkbookLimits,
): Promise<ImportSheet> {
  const first: SheetRow[] = []
  const kept: string[] = []
  let head: SheetRow | undefined
  for await (const row of readWorkbook(bytes, limits)) {
    if (isEmptyRow(row.cells)) continue
    if (head) {
      if (kept.length > 0 || !isHintRow(kind, row.cells)) kept.push(packed(row))
      continue
    }
    first.push(row)
    if (isHead(kind, row, language)) head = row
    else if (first.length > ABOVE) break
  }
  if (first.length === 0) throw new WorkbookFault('empty')
  if (!head) throw wrongSheet(kind, first, language, say)
  if (kept.length === 0) throw new WorkbookFault('empty')
  const headings = head.cells.map(cellText)
  const columns = columnsOf(kind, headings.map(withoutReason))
  return { headings, count: kept.length, rows: (today, units) => unpacked(kind, columns, kept, today, units) }
}

const isHead = (kind: Kind, { cells }: SheetRow, language: Language) =>
  cells.some(cell => cellText(cell) !== '') && headProblems(kind, cells, language).length === 0

const headProblems = (kind: Kind, cells: readonly Cell[], language: Language) =>
  headingProblems(kind, cells.map(cellText).map(withoutReason), language)

const withoutReason = (heading: string) => (isReasonHeading(heading) ? '' : heading)

/** Of the first rows the one that looks most like headings is the one that is spoken of. */
function wrongSheet(
  kind: Kind,
  rows: readonly SheetRow[],
  language: Language,
  say: (problem: Problem) => string,
): WorkbookFault {
  const likely = rows
    .map(({ cells }) => ({ cells, known: columnsOf(kind, cells.map(cellText)).filter(Boolean).length }))
    .reduce((best, one) => (one.known > best.known ? one : best))
  const problems = headProblems(kind, likely.cells, language)
  return new WorkbookFault('wrong-sheet', { headings: problems.slice(0, 5).map(say).join('') })
}

/** JSON has no dates: they stand as `{ d: milliseconds }`. */
const packed = ({ row, cells }: SheetRow) =>
  JSON.stringify([row, ...cells.map(cell => (cell instanceof Date ? { d: cell.getTime() } : (cell ?? null)))])

function* unpacked(
  kind: Kind,
  columns: readonly (SheetColumn | undefined)[],
  kept: readonly string[],
  today: string,
  units?: readonly Unit[],
): Generator<ImportRow> {
  for (const text of kept) {
    const [row, ...packedCells] = JSON.parse(text) as [number, ...(Cell | { d: number })[]]
    const cells = packedCells.map(cell =>
      typeof cell === 'object' && cell !== null && 'd' in cell ? new Date(cell.d) : cell,
    )
    yield { row, ...readRow(kind, columns, cells, today, units), cells: () => cells.map(cellText) }
  }
}

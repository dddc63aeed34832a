import { open, readFile, stat } from 'node:fs/promises'
import { type Cell, cellText } from '../../../shared-types/src/engine/read-cell.ts'
import type { FactFault, FactRefusedRow } from '../../../shared-types/src/protocol-facts.ts'
import type { WorkbookLimits } from '../../../shared-types/src/workbooks/workbook-check.ts'
import { WorkbookFault } from '../../../shared-types/src/workbooks/workbook-fault.ts'
import { type FormulaWatch, formulaWatch } from '../../../shared-types/src/workbooks/workbook-formulas.ts'
import { readWorkbookPieces } from '../../../shared-types/src/workbooks/workbook-read.ts'
import { FactFileFault } from './file-fault.ts'
import type { ReadRow } from './keep-rows.ts'
import { csvRows } from './read-csv.ts'
import { ABOVE, headFault, placesIn, type ReadFact } from './read-head.ts'
import { cellLetter, type RowReader, type RowRules, rowReader } from './read-row.ts'

/** Some lines of a file, read: what of them can be taken, and what not and why. */
export interface Piece {
  rows: ReadRow[]
  refused: FactRefusedRow[]
  /** The last line that is in it, and how much of the file was read, in per cent. */
  line: number
  percent: number
}

/** What of a workbook is opened: one sheet has 1,048,576 rows at most. */
const FACT_WORKBOOK: WorkbookLimits = {
  bytes: 100 * 2 ** 20,
  unfolded: 1024 * 2 ** 20,
  parts: 2000,
  ratio: 200,
  rows: 1_048_576,
}

/** Lines of one piece: it is kept in one transaction, on which everybody waits who writes. */
const PIECE = 15_000
/** Signs of a cell that are sent back, and formulas that are noted. */
const SHOWN = 200
const FORMULAS = 20_000

interface Line {
  row: number
  /** Absent where its parts cannot be told apart. */
  cells?: readonly Cell[]
}

/** Lines that were read at once: to wait for each of a million would take longer than to judge it. */
interface Lines {
  lines: readonly Line[]
  percent: number
}

/**
 * Reads a CSV file or the first sheet of a workbook in pieces, from behind the line `after`.
 * @throws {FactFileFault} for a file that cannot be read
 */
export async function* readFacts(
  path: string,
  fact: ReadFact,
  rules: Omit<RowRules, 'fact'>,
  after: number,
): AsyncGenerator<Piece> {
  const formulas = formulaWatch(FORMULAS)
  const workbook = await isWorkbook(path)
  const read = workbook ? workbookLines(path, formulas) : csvLines(path)
  const state: { read?: RowReader; formula?: ReturnType<typeof formulaTest> } = {}
  const first: { row: number; cells: readonly Cell[] }[] = []
  let piece = emptyPiece()
  let seen = 0
  for await (const { lines, percent } of read)
    for (const { row, cells } of lines) {
      if (!state.read) {
        if (cells?.some(cell => cellText(cell) !== '')) first.push({ row, cells })
        const places = cells && placesIn(fact, cells)
        if (places) {
          state.read = rowReader({ ...rules, fact: fact.fact }, places)
          state.formula = workbook ? formulaTest(formulas) : undefined
        } else if (first.length > ABOVE) throw headFault(fact, first)
        continue
      }
      seen++
      if (row <= after) continue
      readLine(piece, row, cells, state.read, state.formula)
      piece.line = row
      piece.percent = percent
      if (piece.rows.length + piece.refused.length < PIECE) continue
      yield piece
      piece = emptyPiece()
    }
  if (!state.read) throw headFault(fact, first)
  if (seen === 0) throw new FactFileFault('empty')
  if (piece.line > 0) yield piece
}

const emptyPiece = (): Piece => ({ rows: [], refused: [], line: 0, percent: 0 })

function readLine(
  piece: Piece,
  row: number,
  cells: readonly Cell[] | undefined,
  read: RowReader,
  formula: ReturnType<typeof formulaTest>,
): void {
  if (!cells) return void piece.refused.push({ row, cells: [], reasons: [{ code: 'csv' }] })
  const found = read(row, cells, formula && (place => formula(row, place)))
  if (isRow(found)) piece.rows.push(found)
  else piece.refused.push({ row, cells: cells.slice(0, 20).map(shown), reasons: found })
}

const isRow = (found: ReturnType<RowReader>): found is ReadRow => typeof found[0] === 'number'

const shown = (cell: Cell) =>
  (cell instanceof Date && !Number.isNaN(cell.getTime())
    ? cell.toISOString().slice(0, 19).replace('T', ' ')
    : cellText(cell)
  ).slice(0, SHOWN)

async function* csvLines(path: string): AsyncGenerator<Lines> {
  const { size } = await stat(path)
  for await (const lines of csvRows(path))
    yield { lines, percent: Math.floor(((lines.at(-1)?.bytes ?? 0) / size) * 100) }
}

async function* workbookLines(path: string, formulas: FormulaWatch): AsyncGenerator<Lines> {
  const { size } = await stat(path)
  if (size > FACT_WORKBOOK.bytes) throw new FactFileFault('too-large', { limit: FACT_WORKBOOK.bytes / 2 ** 20 })
  try {
    for await (const lines of readWorkbookPieces(await readFile(path), FACT_WORKBOOK, formulas.look))
      yield { lines, percent: 0 }
  } catch (error) {
    throw error instanceof WorkbookFault ? new FactFileFault(error.code as FactFault, error.facts) : error
  }
}

/** All formulas are known once the first row is read: the whole package was looked at before. */
function formulaTest(formulas: FormulaWatch): ((row: number, place: number) => boolean) | undefined {
  const known = new Set(formulas.found().map(({ row, cell }) => `${cell}${row}`))
  return known.size ? (row, place) => known.has(`${cellLetter(place)}${row}`) : undefined
}

/** By the first bytes: a ZIP package, or the compound file that an old or encrypted workbook is. */
async function isWorkbook(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    const start = buffer.toString('latin1')
    return start === 'PK\x03\x04' || start === '\xd0\xcf\x11\xe0'
  } finally {
    await file.close()
  }
}

import { streamXlsxRows } from 'hucre/xlsx'
import type { Cell } from '../engine/read-cell.ts'
import { checkWorkbook, WORKBOOK_LIMITS, type WorkbookLimits } from './workbook-check.ts'
import { WorkbookFault } from './workbook-fault.ts'

export interface SheetRow {
  /** As the spreadsheet counts it, from 1. */
  row: number
  /** Dates are Dates whose day is the day in UTC. */
  cells: Cell[]
}

/** Rows of one piece. */
const PIECE = 200
/** How long nobody else gets a turn, in ms: in each of these the library reads ahead, and what it holds makes it slower. */
const TURN = 25

/**
 * The rows of the first sheet, one at a time, without empty ones. What a formula last gave counts, not the formula: who
 * minds looks at the parts as they are checked. The whole file is checked before its first row, and nothing of it is run.
 * @throws {WorkbookFault} with the first row, or where the file breaks off
 */
export async function* readWorkbook(
  bytes: Uint8Array,
  limits: WorkbookLimits = WORKBOOK_LIMITS,
): AsyncGenerator<SheetRow> {
  for await (const rows of readWorkbookPieces(bytes, limits)) yield* rows
}

/** As `readWorkbook`, some rows at a time: whoever reads very many does not wait for each. `look` as `checkWorkbook` has it. */
export async function* readWorkbookPieces(
  bytes: Uint8Array,
  limits: WorkbookLimits,
  look?: Parameters<typeof checkWorkbook>[2],
): AsyncGenerator<SheetRow[]> {
  await checkWorkbook(bytes, limits, look)
  let turn = performance.now()
  let seen = 0
  let count = 0
  let rows: SheetRow[] = []
  try {
    for await (const { index, values } of streamXlsxRows(bytes)) {
      seen++
      if (!values.every(value => value === null || value === '')) {
        if (++count > limits.rows) throw new WorkbookFault('too-many-rows', { limit: limits.rows })
        rows.push({ row: Number.isSafeInteger(index) ? index + 1 : seen, cells: values as Cell[] })
      }
      if (seen % PIECE !== 0) continue
      if (performance.now() - turn > TURN) {
        await new Promise(setImmediate)
        turn = performance.now()
      }
      yield rows
      rows = []
    }
  } catch (error) {
    throw faultOf(error)
  }
  yield rows
}

/** The library's errors are told apart by what they say, because all damage has one class. */
function faultOf(error: unknown): unknown {
  if (error instanceof WorkbookFault || !(error instanceof Error)) return error
  if (error.name === 'EncryptedFileError') return new WorkbookFault('encrypted', {}, { cause: error })
  if (/missing worksheet/i.test(error.message)) return new WorkbookFault('no-sheet', {}, { cause: error })
  if (/exceeds limit/i.test(error.message)) return new WorkbookFault('bomb', {}, { cause: error })
  return new WorkbookFault('broken', {}, { cause: error })
}

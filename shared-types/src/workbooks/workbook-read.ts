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

/** Rows after which everybody else gets a turn. */
const TURN = 200

/**
 * The rows of the first sheet, one at a time, without empty ones. What a formula last
 * gave counts, not the formula: who minds looks at the parts as they are checked. The file is checked before anything is unfolded, and nothing of it is run.
 * @throws {WorkbookFault} with the first row, or where the file breaks off
 */
export async function* readWorkbook(
  bytes: Uint8Array,
  limits: WorkbookLimits = WORKBOOK_LIMITS,
  look?: Parameters<typeof checkWorkbook>[2],
): AsyncGenerator<SheetRow> {
  await checkWorkbook(bytes, limits, look)
  let seen = 0
  let count = 0
  try {
    for await (const { index, values } of streamXlsxRows(bytes)) {
      if (++seen % TURN === 0) await new Promise(setImmediate)
      if (values.every(value => value === null || value === '')) continue
      if (++count > limits.rows) throw new WorkbookFault('too-many-rows', { limit: limits.rows })
      yield { row: Number.isSafeInteger(index) ? index + 1 : seen, cells: values as Cell[] }
    }
  } catch (error) {
    throw faultOf(error)
  }
}

/** The library's errors are told apart by what they say, because all damage has one class. */
function faultOf(error: unknown): unknown {
  if (error instanceof WorkbookFault || !(error instanceof Error)) return error
  if (error.name === 'EncryptedFileError') return new WorkbookFault('encrypted', {}, { cause: error })
  if (/missing worksheet/i.test(error.message)) return new WorkbookFault('no-sheet', {}, { cause: error })
  if (/exceeds limit/i.test(error.message)) return new WorkbookFault('bomb', {}, { cause: error })
  return new WorkbookFault('broken', {}, { cause: error })
}

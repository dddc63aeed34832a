/** Why a spreadsheet cannot be read. Closed: the core's words have `workbook.<code>` for each. */
export type WorkbookFaultCode =
  | 'not-a-workbook'
  /** Begins as a workbook and breaks off, or contradicts itself. */
  | 'broken'
  /** More bytes than are read, packed or unfolded; fact `limit` in MB. */
  | 'too-large'
  /** Fact `limit`. */
  | 'too-many-rows'
  /** It says to unfold out of all proportion to its size, or into very many parts. */
  | 'bomb'
  | 'encrypted'
  /** The binary .xls of Excel 97 to 2003. */
  | 'old-format'
  | 'no-sheet'
  /** Its headings are not those of the template; fact `headings`: those that are missing. */
  | 'wrong-sheet'
  /** Headings without rows, or nothing at all. */
  | 'empty'

/** An expected refusal of a spreadsheet. Its message holds nothing of what stands in it. */
export class WorkbookFault extends Error {
  readonly code: WorkbookFaultCode
  readonly facts: Readonly<Record<string, string | number>>

  constructor(code: WorkbookFaultCode, facts: WorkbookFault['facts'] = {}, options?: ErrorOptions) {
    super(code, options)
    this.name = 'WorkbookFault'
    this.code = code
    this.facts = facts
  }
}

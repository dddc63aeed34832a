import { colToLetter } from 'hucre/xlsx'
import { type WrittenPart, zipWritten } from './zip-write.ts'

type Value = string | number
export type WrittenRows = AsyncIterable<readonly Value[]> | Iterable<readonly Value[]>

/** A workbook of one list. Every value is written as it is: who gives them sees to it that none is a formula. */
export interface RowsWorkbook {
  /** As Excel takes it. */
  name: string
  /** Rows above the list, of which the last are its headings; they stay in sight, and stand on every sheet. */
  head: readonly (readonly string[])[]
  /** Of each column, in characters. */
  widths: readonly number[]
  /** The cells stay text when they are typed into. */
  asText: boolean
}

/** Rows of a sheet (Excel's limit); more go on with another one. */
const MOST = 1_048_576
/** Bytes that are handed on at once, and how many of them are kept for one more row. */
const PIECE = 64 * 1024
const ROW = 4 * 1024

/**
 * ECMA-376 part 1, 18: the few parts that a workbook must have, and sheets of inline texts and numbers. Written out here
 * because a million rows through the library took 120 MB more, see `rowNames`, and half as much processor time again.
 * `most`: rows of a sheet.
 */
export async function* rowsWorkbook(book: RowsWorkbook, rows: WrittenRows, most = MOST): AsyncGenerator<Uint8Array> {
  yield* zipWritten(partsOf(book, rows, most))
}

async function* partsOf(book: RowsWorkbook, rows: WrittenRows, most: number): AsyncGenerator<WrittenPart> {
  const source = ahead(rows)
  let sheets = 0
  try {
    do {
      sheets++
      yield { name: `xl/worksheets/sheet${sheets}.xml`, bytes: sheetOf(book, source, most) }
    } while (source.next)
  } finally {
    await source.end()
  }
  const names = Array.from({ length: sheets }, (_, i) => (i ? `${book.name.slice(0, 31 - 8)}_${i + 1}` : book.name))
  yield { name: 'xl/styles.xml', bytes: [Buffer.from(STYLES)] }
  yield { name: 'xl/workbook.xml', bytes: [Buffer.from(workbookOf(names))] }
  yield { name: 'xl/_rels/workbook.xml.rels', bytes: [Buffer.from(relationsOf(sheets))] }
  yield { name: '_rels/.rels', bytes: [Buffer.from(ROOT)] }
  yield { name: '[Content_Types].xml', bytes: [Buffer.from(typesOf(sheets))] }
}

/** Rows with the next one at hand, so that a sheet that is full knows whether there is another. */
interface Source {
  next: readonly Value[] | undefined
  /** The next row, once it is known. */
  take(): Promise<readonly Value[] | undefined>
  end(): Promise<void>
}

function ahead(rows: WrittenRows): Source {
  const sync = Symbol.iterator in rows
  const from = sync ? rows[Symbol.iterator]() : rows[Symbol.asyncIterator]()
  const state = { begun: false }
  const source: Source = {
    next: undefined,
    async take() {
      if (!state.begun) await step()
      state.begun = true
      const { next } = source
      if (next) await step()
      return next
    },
    end: async () => void (await from.return?.()),
  }
  const step = async () => {
    const { done, value } = await from.next()
    source.next = done ? undefined : value
  }
  return source
}

async function* sheetOf({ head, widths, asText }: RowsWorkbook, source: Source, most: number): AsyncGenerator<Buffer> {
  const letters = widths.map((_, i) => colToLetter(i))
  const name = rowNames()
  const style = asText ? ' s="1"' : ''
  const piece = pieces()
  piece.add(openingOf(head.length, widths))
  let row = 0
  for (const cells of head) piece.add(rowOf(name(++row), cells, letters, style))
  while (row < most) {
    const cells = await source.take()
    if (!cells) break
    if (piece.add(rowOf(name(++row), cells, letters, style))) yield piece.taken()
  }
  piece.add('</sheetData></worksheet>')
  yield piece.taken()
}

/** Text put together as bytes, row by row: put together as text each of its parts would live until the last one is there. */
function pieces() {
  const state = { bytes: Buffer.allocUnsafe(PIECE), used: 0 }
  return {
    /** Whether there is enough for a piece. */
    add(text: string): boolean {
      const most = text.length * 3
      if (state.used + most > state.bytes.byteLength)
        state.bytes = Buffer.concat([state.bytes.subarray(0, state.used)], state.used + Math.max(most, PIECE))
      state.used += state.bytes.write(text, state.used)
      return state.used > PIECE - ROW
    },
    taken(): Buffer {
      const bytes = state.bytes.subarray(0, state.used)
      Object.assign(state, { bytes: Buffer.allocUnsafe(PIECE), used: 0 })
      return bytes
    },
  }
}

/**
 * A row's number as text. V8 keeps the texts that it made of the last thousands of numbers, so that those of each row
 * would outlive a collection of young objects, and when enough has, the room for these is doubled and stays so.
 */
function rowNames(): (row: number) => string {
  const state = { thousands: -1, text: '' }
  return row => {
    const thousands = Math.floor(row / 1000)
    if (thousands !== state.thousands) Object.assign(state, { thousands, text: thousands ? String(thousands) : '' })
    return thousands ? state.text + ENDS[row % 1000]! : String(row)
  }
}

const ENDS = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, '0'))

function rowOf(row: string, cells: readonly Value[], letters: readonly string[], style: string): string {
  let text = `<row r="${row}">`
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!
    const at = `<c r="${letters[i] ?? colToLetter(i)}${row}"${style}`
    if (typeof cell === 'string') text += `${at} t="inlineStr"><is><t${spaceOf(cell)}>${escaped(cell)}</t></is></c>`
    else if (Number.isFinite(cell)) text += `${at}><v>${cell}</v></c>`
  }
  return `${text}</row>`
}

const spaceOf = (text: string) => (/^\s|\s$|[\n\t]/.test(text) ? ' xml:space="preserve"' : '')

/**
 * XML 1.0 has no characters below the space but tab and line feed, and no halves of others; 22.9.2.19 writes them as
 * _x001F_, and a text that looks so with its first _ as one.
 */
function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(EACH, sign => SIGNS[sign] ?? codeOf(sign)) : text
}

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', _: '_x005F_' }
const SPECIAL = /[&<>\ufffe\uffff]|(?![\t\n])\p{Cc}|\p{Cs}|_x[0-9A-Fa-f]{4}_/u
const EACH = /[&<>\ufffe\uffff]|(?![\t\n])\p{Cc}|\p{Cs}|_(?=x[0-9A-Fa-f]{4}_)/gu
const codeOf = (sign: string) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const KIND = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const openingOf = (head: number, widths: readonly number[]) =>
  `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="${head}" topLeftCell="A${head + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>${widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`).join('')}</cols><sheetData>`

/** Two formats: General, and text (18.8.30: 49). */
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

const workbookOf = (names: readonly string[]) =>
  `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${names
    .map((name, i) => `<sheet name="${attribute(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
    .join('')}</sheets></workbook>`

const attribute = (text: string) =>
  escaped(text)
    .replaceAll('"', '&quot;')
    .replace(/[\t\n]/g, ' ')

const relationsOf = (sheets: number) =>
  `${XML}<Relationships xmlns="${PACKAGE}/relationships">${Array.from({ length: sheets }, (_, i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}<Relationship Id="rId${sheets + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`

const ROOT = `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`

const typesOf = (sheets: number) =>
  `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${KIND}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${KIND}.styles+xml"/>${Array.from({ length: sheets }, (_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${KIND}.worksheet+xml"/>`).join('')}</Types>`

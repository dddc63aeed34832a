import { ReadableStream as NodeStream } from 'node:stream/web'
import { colToLetter, type DataValidation, writeXlsx } from 'hucre/xlsx'
import { neutralText } from '../engine/read-cell.ts'
import { type SheetColumn, sheetColumns, templateRows } from '../engine/sheet-columns.ts'
import { label } from '../engine/words.ts'
import type { Kind, Language } from '../model/domain.ts'
import { rowsWorkbook, type WrittenRows } from './rows-write.ts'

/** What `Download.mime` of a spreadsheet is. */
export const WORKBOOK_MIME = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Rows of the template that are prepared to be filled in: their lists, hints and text format. */
const PREPARED = 2000
const LISTS = '_lists'

/**
 * An empty spreadsheet to fill in and import: headings, the required ones in red, hints when a cell is entered, lists to
 * choose from, and text format everywhere but in number columns, so that an ID number keeps all of its digits and a
 * house number 3-5 does not become a day in March. Lists stand on a hidden sheet, because Excel takes at most 255
 * characters of a list in place.
 */
export function templateWorkbook(kind: Kind, language: Language): Promise<Uint8Array> {
  const columns = sheetColumns(kind, language)
  const { headings, hints, lists } = templateRows(kind, language)
  const listed = lists.flatMap((words, i) => (words ? [{ words, column: i }] : []))
  return writeXlsx({
    sheets: [
      {
        name: sheetName(label(kind, language).record),
        // The library writes a column's format into its cells only, so that there must be cells.
        rows: [headings, ...Array.from({ length: PREPARED }, () => columns.map(() => null))],
        columns: columns.map(column => ({ width: widthOf(column), style: { numFmt: formatOf(kind, column) } })),
        cells: new Map(
          headings.map((value, i) => [`0,${i}`, { value, type: 'string' as const, style: headStyle(columns[i]!) }]),
        ),
        freezePane: { rows: 1 },
        dataValidations: columns.map((column, i) => validation(column, hints[i] ?? '', i, listRange(listed, i))),
      },
      ...(listed.length
        ? [
            {
              name: LISTS,
              veryHidden: true,
              rows: Array.from({ length: Math.max(...listed.map(({ words }) => words.length)) }, (_, row) =>
                listed.map(({ words }) => words[row] ?? null),
              ),
            },
          ]
        : []),
    ],
    defaultFont: { name: '等线', size: 11 },
  })
}

/** An empty sheet with these headings to fill in: text everywhere, so that a number keeps all of its digits. */
export function columnsWorkbook(name: string, headings: readonly string[]): Promise<Uint8Array> {
  return writeXlsx({
    sheets: [
      {
        name: sheetName(name),
        rows: [[...headings], ...Array.from({ length: PREPARED }, () => headings.map(() => null))],
        columns: headings.map(heading => ({ width: widthOf({ heading }), style: { numFmt: '@' } })),
        cells: new Map(
          headings.map((value, i) => [
            `0,${i}`,
            { value, type: 'string' as const, style: headStyle({ required: true }) },
          ]),
        ),
        freezePane: { rows: 1 },
      },
    ],
    defaultFont: { name: '等线', size: 11 },
  })
}

/**
 * A list as a spreadsheet: headings, then rows as they come, of which never more than a few are held. Texts are cells of
 * type text whatever they look like, and none begins as a formula does. `asText`: the cells stay text when they are
 * typed into. `above`: a line over the headings; an import passes over it.
 */
export function writeRows(
  name: string,
  headings: readonly string[],
  rows: WrittenRows,
  how: { asText?: boolean; above?: string } = {},
): ReadableStream<Uint8Array> {
  const head = how.above === undefined ? [headings] : [[how.above], headings]
  // The browser's types, which Electron's shell is checked against, know no `from`; it is the same stream.
  return NodeStream.from(
    rowsWorkbook(
      {
        name: sheetName(name),
        head: head.map(row => row.map(cell => neutralText(cell))),
        widths: headings.map(heading => Math.min(40, Math.max(12, heading.length * 2 + 4))),
        asText: how.asText === true,
      },
      neutral(rows),
    ),
  ) as unknown as ReadableStream<Uint8Array>
}

/** What no text begins with that `neutralText` has seen. */
const FORMULA = /^[=+\-@＝＋－＠\t\r]/

/** Whoever forgot to make a text neutral is helped out here: no sheet leaves with a formula. */
async function* neutral(rows: WrittenRows): AsyncGenerator<(string | number)[]> {
  for await (const row of rows)
    yield row.map(cell => (typeof cell === 'string' && FORMULA.test(cell) ? neutralText(cell) : cell))
}

/** All of a stream in one piece, for an answer that is one piece anyway. */
export async function wholeOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

function validation(column: SheetColumn, hint: string, at: number, list: string | undefined): DataValidation {
  const letter = colToLetter(at)
  const says = { showInputMessage: true, inputTitle: column.heading.slice(0, 32), inputMessage: hint.slice(0, 255) }
  const range = `${letter}2:${letter}${PREPARED + 1}`
  // A custom rule that always holds carries the hint where there is nothing to choose from.
  return list
    ? { type: 'list', formula1: list, range, allowBlank: true, showErrorMessage: true, ...(hint && says) }
    : { type: 'custom', formula1: 'TRUE', range, allowBlank: true, ...(hint && says) }
}

function listRange(listed: readonly { words: readonly string[]; column: number }[], at: number): string | undefined {
  const place = listed.findIndex(({ column }) => column === at)
  if (place < 0) return undefined
  const letter = colToLetter(place)
  return `${LISTS}!$${letter}$1:$${letter}$${listed[place]!.words.length}`
}

function formatOf(kind: Kind, { field, part }: SheetColumn): string {
  const of = part === undefined ? kind.record.fields[field]!.kind : 'text'
  return of === 'number' ? 'General' : '@'
}

const widthOf = ({ heading }: Pick<SheetColumn, 'heading'>) => Math.max(14, heading.length * 2 + 4)

const headStyle = ({ required }: Pick<SheetColumn, 'required'>) => ({
  font: { bold: true, color: { rgb: required ? 'C00000' : '1F2937' } },
  fill: { type: 'pattern' as const, pattern: 'solid' as const, fgColor: { rgb: 'E8EEF7' } },
  numFmt: '@',
})

/** ECMA-376 names no such limits, Excel does: 31 characters, none of []:*?/\ and no apostrophe at either end. */
const sheetName = (name: string) =>
  name
    .replace(/[[\]:*?/\\']/g, ' ')
    .slice(0, 31)
    .trim() || 'Sheet1'

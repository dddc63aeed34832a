import type { FilledItem, FilledTable, Sheet } from '../../../../shared-types/src/model/template.ts'
import type { Fonts } from './fonts.ts'
import { type Layout, layOut } from './layout.ts'
import { POINTS_PER_MM } from './paper.ts'

/** A cell with its text set from the top; millimetres on the page. */
interface Cell {
  x: number
  y: number
  width: number
  height: number
  head: boolean
  layout: Layout
}

/** What of a table stands on one page. */
export interface TablePart {
  kind: 'cells'
  table: FilledTable
  cells: Cell[]
}

export type PageItem = Exclude<FilledItem, FilledTable> | TablePart

/** Millimetres between a cell's border and its text. */
export const CELL_PADDING = 0.8
const HEAD_LINES = 2
const LINE_HEIGHT = 1.3

/** The pages as they are printed: those with a table as often as its rows need. */
export async function breakPages(sheet: Sheet, fonts: Fonts, breathe: () => Promise<void>): Promise<PageItem[][]> {
  const pages: PageItem[][] = []
  for (const items of sheet.pages) {
    const tables = items.filter(item => item.kind === 'table')
    if (tables.length > 1) throw new Error('a page of a print template has more than one table')
    const parts = tables[0] ? await breakTable(tables[0], fonts, breathe) : [undefined]
    for (const [i, part] of parts.entries()) {
      pages.push(
        items
          .filter(item => item.on === undefined || (item.on === 'first' ? i === 0 : i === parts.length - 1))
          .flatMap((item): PageItem[] => (item.kind === 'table' ? (part ? [part] : []) : [item])),
      )
    }
  }
  return pages
}

interface Row {
  height: number
  layouts: Layout[]
}

async function breakTable(table: FilledTable, fonts: Fonts, breathe: () => Promise<void>): Promise<TablePart[]> {
  const widths = columnWidths(table)
  const bottom = table.y + table.height
  const head = setHead(table, widths, fonts)
  const tops = (part: number) => (part === 0 ? table.y : (table.againY ?? table.y))
  const parts: TablePart[] = []
  let cells: Cell[] = []
  let y = 0
  const begin = () => {
    cells = []
    const top = tops(parts.length)
    parts.push({ kind: 'cells', table, cells })
    put(cells, head, widths, table.x, top, true)
    y = top + head.height
  }
  begin()
  for (const row of table.rows) {
    await breathe()
    // A row may be as high as the lowest page has room; what is more is cut.
    const room = bottom - Math.max(tops(0), tops(1)) - head.height
    const set = setRow(table, row, widths, room, fonts)
    if (y + set.height > bottom + 0.01 && y > tops(parts.length - 1) + head.height) begin()
    put(cells, set, widths, table.x, y, false)
    y += set.height
  }
  return parts
}

function columnWidths(table: FilledTable): number[] {
  const shares = table.columns.reduce((sum, column) => sum + column.width, 0)
  return table.columns.map(column => (column.width / shares) * table.width)
}

const sizeOf = (table: FilledTable) => table.size ?? 9

function lineHeights(table: FilledTable, lines: number): number {
  const points = sizeOf(table) * (1.24 + (lines - 1) * LINE_HEIGHT)
  return points / POINTS_PER_MM + 2 * CELL_PADDING
}

function setHead(table: FilledTable, widths: readonly number[], fonts: Fonts): Row {
  const room = Math.min(lineHeights(table, HEAD_LINES), table.height / 2)
  const style = { size: sizeOf(table), weight: 'bold', align: 'center', wrap: true, shrink: true } as const
  return rowOf(
    table.columns.map((column, i) =>
      layOut(column.label, inner(widths[i]!), inner(room), { ...style, lineHeight: LINE_HEIGHT }, fonts),
    ),
    room,
  )
}

function setRow(
  table: FilledTable,
  row: readonly string[],
  widths: readonly number[],
  room: number,
  fonts: Fonts,
): Row {
  const layouts = table.columns.map((column, i) =>
    layOut(
      row[i] ?? '',
      inner(widths[i]!),
      inner(room),
      { size: sizeOf(table), lineHeight: LINE_HEIGHT, wrap: true, align: column.align ?? 'left' },
      fonts,
    ),
  )
  return rowOf(layouts, room)
}

function rowOf(layouts: Layout[], room: number): Row {
  const points = Math.max(...layouts.map(layout => layout.height))
  return { height: Math.min(room, points / POINTS_PER_MM + 2 * CELL_PADDING), layouts }
}

/** Points of room for text in a cell of so many millimetres. */
const inner = (millimetres: number) => (millimetres - 2 * CELL_PADDING) * POINTS_PER_MM

function put(cells: Cell[], row: Row, widths: readonly number[], left: number, y: number, head: boolean): void {
  let x = left
  for (const [i, layout] of row.layouts.entries()) {
    cells.push({ x, y, width: widths[i]!, height: row.height, head, layout })
    x += widths[i]!
  }
}

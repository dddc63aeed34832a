import type { FilledItem, Sheet } from '../../../shared-types/src/model/template.ts'
import { coreText } from './words.ts'

/** A table as it is printed: what it is, of whom and when, and its rows over as many pages as they take. */
export interface PrintedTable {
  title: string
  /** Who printed it, when and why: the line under the title. */
  note: string
  columns: readonly { label: string; width: number; align?: 'left' | 'right' }[]
  rows: readonly (readonly string[])[]
  language: 'zh-CN' | 'en'
}

/** Millimetres of A4 lying on its side. */
const PAGE = { width: 297, height: 210, margin: 12 }
const WIDTH = PAGE.width - 2 * PAGE.margin

/** A list or a report on A4 lying on its side, with the heading repeated and pages numbered. */
export function tableSheet({ title, note, columns, rows, language }: PrintedTable): Sheet {
  const page: FilledItem[] = [
    {
      kind: 'text',
      x: PAGE.margin,
      y: 10,
      width: WIDTH,
      height: 9,
      text: title,
      size: 15,
      weight: 'bold',
      align: 'center',
      shrink: true,
    },
    {
      kind: 'text',
      x: PAGE.margin,
      y: 20,
      width: WIDTH,
      height: 5,
      text: note,
      size: 8.5,
      align: 'right',
      shrink: true,
    },
    { kind: 'table', x: PAGE.margin, y: 27, width: WIDTH, height: 168, size: 8.5, headFill: '#eef1f6', columns, rows },
    {
      kind: 'pageNumber',
      x: PAGE.margin,
      y: 198,
      width: WIDTH,
      height: 5,
      text: coreText(language, 'list.page'),
      size: 8.5,
      align: 'center',
    },
  ]
  return { title, paper: 'A4', landscape: true, pages: [page] }
}

/** Widths of columns by what stands in them, so that long addresses have room and flags do not. */
export function widthsOf(headings: readonly string[], rows: readonly (readonly string[])[]): number[] {
  return headings.map((heading, i) => {
    const longest = rows.slice(0, 200).reduce((most, row) => Math.max(most, lengthOf(row[i] ?? '')), lengthOf(heading))
    return Math.min(40, Math.max(6, longest + 2))
  })
}

/** In half-width characters: a Chinese one takes two. */
const lengthOf = (text: string) => [...text].reduce((n, ch) => n + (ch.charCodeAt(0) > 0x2e7f ? 2 : 1), 0)

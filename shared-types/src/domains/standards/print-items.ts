import type { Item, TableColumn } from '../../model/template.ts'

const INK = '#1a1a1a'
const GREY = '#5a5a5a'
const HEAD = '#e8eef5'

/** One row of a form: label and value side by side in ruled boxes. Millimetres. */
export interface FormCell {
  label: string
  text: string
  x: number
  width: number
  labelWidth?: number
}

/** The ruled boxes of one row with their texts; a high row wraps its values. */
export function formRow(y: number, height: number, cells: readonly FormCell[]): Item[] {
  return cells.flatMap(({ label, text, x, width, labelWidth = 26 }): Item[] => [
    { kind: 'box', x, y, width: labelWidth, height, thickness: 0.2, fill: HEAD },
    { kind: 'box', x: x + labelWidth, y, width: width - labelWidth, height, thickness: 0.2 },
    {
      kind: 'text',
      x: x + 1,
      y,
      width: labelWidth - 2,
      height,
      text: label,
      size: 10,
      align: 'center',
      vertical: 'middle',
      colour: INK,
    },
    {
      kind: 'text',
      x: x + labelWidth + 2,
      y: y + 0.5,
      width: width - labelWidth - 4,
      height: height - 1,
      text,
      size: 10.5,
      vertical: 'middle',
      wrap: height > 9,
      shrink: true,
      lineHeight: 1.25,
    },
  ])
}

/** The heading of a form, centred, with its number or another small line beneath. */
export function heading(width: number, title: string, below?: string): Item[] {
  const line = { kind: 'text', x: 12, width: width - 24, align: 'center', vertical: 'middle' } as const
  const name: Item = { ...line, y: 11, height: 11, text: title, size: 19, weight: 'bold', spacing: 2 }
  if (below === undefined) return [name]
  return [name, { ...line, y: 22.5, height: 6, text: below, size: 9.5, colour: GREY, shrink: true }]
}

/** A small line of text. */
export const smallText = (
  x: number,
  y: number,
  width: number,
  text: string,
  align: 'left' | 'right' = 'left',
): Item => ({
  kind: 'text',
  x,
  y,
  width,
  height: 6,
  text,
  size: 9.5,
  align,
  vertical: 'middle',
  shrink: true,
})

/** Running text of several lines, 10 points. */
export const notice = (x: number, y: number, width: number, height: number, text: string, size = 9.5): Item => ({
  kind: 'text',
  x,
  y,
  width,
  height,
  text,
  size,
  wrap: true,
  shrink: true,
  lineHeight: 1.45,
})

/** A list on wide A4 with heading, table over several sheets, signature line and page numbers. */
export function listPage(title: string, columns: readonly TableColumn[]): Item[] {
  return [
    ...heading(297, title).map(item => ({ ...item, on: 'first' as const })),
    { ...smallText(15, 24, 130, '单位：{unitName}'), on: 'first' },
    { ...smallText(152, 24, 130, '打印时间：{now}', 'right'), on: 'first' },
    { kind: 'table', x: 15, y: 32, width: 267, height: 156, againY: 15, size: 8.5, headFill: HEAD, columns },
    { ...smallText(15, 190, 180, '经办人：{userName}　　　　审核人（签字）：'), on: 'last' },
    {
      kind: 'pageNumber',
      x: 15,
      y: 198,
      width: 267,
      height: 5,
      text: '第 {page} 页，共 {pages} 页',
      size: 8.5,
      align: 'center',
      colour: GREY,
    },
  ]
}

import type { Label, LabelItem } from '../../../../native-bridges/src/drivers/label.ts'
import type { BoxItem, FilledItem, LineItem, Sheet } from '../../../../shared-types/src/model/template.ts'
import { paperSize } from './paper.ts'

/**
 * A form as a sticker or ticket, moved by so many millimetres. Nothing when it has what such printers cannot print: several
 * pages, pictures, tables, slanted lines.
 */
export function labelOf(sheet: Sheet, moved: { x: number; y: number }): Label | undefined {
  const [page] = sheet.pages
  if (!page || sheet.pages.length > 1) return undefined
  const items: LabelItem[] = []
  for (const item of page) {
    const made = itemsOf(item)
    if (!made) return undefined
    items.push(...made.map(each => ({ ...each, x: each.x + moved.x, y: each.y + moved.y })))
  }
  return { ...paperSize(sheet.paper, sheet.landscape), items }
}

/** Points of text that says no size. */
const SIZE = 10.5
/** Millimetres of a line that says no thickness. */
const LINE = 0.2

function itemsOf(item: FilledItem): LabelItem[] | undefined {
  const { kind } = item
  if (kind === 'line') return lineOf(item)
  if (kind === 'box') return frameOf(item)
  if (kind === 'image') return item.key ? undefined : []
  if (kind === 'table') return undefined
  const { x, y, width, height } = item
  const place = { x, y, width, height }
  if (kind === 'qr')
    return [{ ...place, kind, text: item.text, ...(item.correction && { correction: item.correction }) }]
  if (kind === 'code128') return [{ ...place, kind, text: item.text }]
  const text = kind === 'pageNumber' ? item.text.replace('{page}', '1').replace('{pages}', '1') : item.text
  const align = item.align === 'center' ? ('centre' as const) : item.align
  const look = { size: item.size ?? SIZE, ...(align && { align }), ...(item.wrap && { wrap: true }) }
  return [{ ...place, kind: 'text', text, ...look }]
}

function lineOf({ x, y, toX, toY, thickness = LINE }: LineItem): LabelItem[] | undefined {
  if (x !== toX && y !== toY) return undefined
  const [left, top] = [Math.min(x, toX), Math.min(y, toY)]
  const [width, height] = x === toX ? [thickness, Math.abs(toY - y)] : [Math.abs(toX - x), thickness]
  return [{ kind: 'fill', x: left, y: top, width, height }]
}

/** Its four sides; a tint is left out, for these printers know only black. */
function frameOf({ x, y, width, height, thickness = LINE }: BoxItem): LabelItem[] {
  if (thickness === 0) return []
  const side = (left: number, top: number, wide: number, high: number): LabelItem => {
    return { kind: 'fill', x: left, y: top, width: wide, height: high }
  }
  return [
    side(x, y, width, thickness),
    side(x, y + height - thickness, width, thickness),
    side(x, y, thickness, height),
    side(x + width - thickness, y, thickness, height),
  ]
}

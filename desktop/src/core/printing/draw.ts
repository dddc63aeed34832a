import type {
  BoxItem,
  Code128Item,
  Colour,
  FilledImage,
  LineItem,
  Place,
  QrItem,
  TextStyle,
} from '../../../../shared-types/src/model/template.ts'
import { type Code, code128, qrCode } from './codes.ts'
import type { FontBook } from './embed.ts'
import { PrintError } from './error.ts'
import type { Fonts } from './fonts.ts'
import { type Layout, layOut } from './layout.ts'
import { CELL_PADDING, type TablePart } from './pages.ts'
import { POINTS_PER_MM } from './paper.ts'

/** What a page's drawing needs; the operators it makes are those of ISO 32000-1, annex A, in points from below. */
export interface Canvas {
  /** Height of the page in millimetres. */
  height: number
  fonts: Fonts
  book: FontBook
}

const LINE = 0.2
const BLACK = '#000000'
/** Smaller modules and bars than these millimetres are not read reliably by the scanners of a counter. */
const SMALLEST_MODULE = 0.2
const SMALLEST_BAR = 0.15

const n = (value: number) => String(Math.round(value * 1000) / 1000)
const pt = (millimetres: number) => n(millimetres * POINTS_PER_MM)

function rgb(colour: Colour, operator: 'rg' | 'RG'): string {
  const parts = [1, 3, 5].map(at => n(Number.parseInt(colour.slice(at, at + 2), 16) / 255))
  return `${parts.join(' ')} ${operator}`
}

const rectangle = ({ height }: Canvas, place: Place) =>
  `${pt(place.x)} ${pt(height - place.y - place.height)} ${pt(place.width)} ${pt(place.height)} re`

export function drawText(canvas: Canvas, place: Place & TextStyle, text: string): string[] {
  const layout = layOut(text, place.width * POINTS_PER_MM, place.height * POINTS_PER_MM, place, canvas.fonts)
  return drawLayout(canvas, place, 0, layout, place)
}

/** Writes text that was set, `down` points below the place's top, and nothing outside of the place. */
function drawLayout(canvas: Canvas, place: Place, down: number, layout: Layout, style: TextStyle): string[] {
  const left = place.x * POINTS_PER_MM
  const top = (canvas.height - place.y) * POINTS_PER_MM - down
  const lines = layout.lines.filter(line => line.runs.length > 0)
  if (lines.length === 0) return []
  const out = ['q', `${rectangle(canvas, place)} W n`, 'BT']
  const colour = style.colour ?? BLACK
  out.push(rgb(colour, 'rg'), `${n(style.spacing ?? 0)} Tc`)
  for (const line of lines) {
    out.push(`1 0 0 1 ${n(left + line.x)} ${n(top - line.y)} Tm`)
    for (const { face, text } of line.runs) {
      const { name, codes } = canvas.book.encode(face, text)
      out.push(`/${name} ${n(layout.size)} Tf`)
      if (face.stroke > 0) out.push(`2 Tr ${rgb(colour, 'RG')} ${n(layout.size * face.stroke)} w <${codes}> Tj 0 Tr`)
      else out.push(`<${codes}> Tj`)
    }
  }
  return [...out, 'ET', 'Q']
}

export function drawLine({ height }: Canvas, item: LineItem): string[] {
  return [
    `q ${rgb(item.colour ?? BLACK, 'RG')} ${pt(item.thickness ?? LINE)} w`,
    `${pt(item.x)} ${pt(height - item.y)} m ${pt(item.toX)} ${pt(height - item.toY)} l S Q`,
  ]
}

export function drawBox(canvas: Canvas, item: BoxItem): string[] {
  const thickness = item.thickness ?? LINE
  const paint = item.fill ? (thickness > 0 ? 'B' : 'f') : thickness > 0 ? 'S' : 'n'
  return [
    `q ${rgb(item.colour ?? BLACK, 'RG')} ${pt(thickness)} w`,
    ...(item.fill ? [rgb(item.fill, 'rg')] : []),
    `${rectangle(canvas, item)} ${paint} Q`,
  ]
}

/** The QR code in the middle of its place. An empty text draws nothing. */
export function drawQr(canvas: Canvas, item: QrItem): string[] {
  if (item.text === '') return []
  const code = qrCode(item.text, item.correction ?? 'M')
  const size = Math.min(item.width, item.height)
  if (size / code.width < SMALLEST_MODULE) throw new PrintError('codeSmall', { kind: 'qr', length: item.text.length })
  const x = item.x + (item.width - size) / 2
  const y = item.y + (item.height - size) / 2
  return drawCode(canvas, { x, y, width: size, height: size }, code)
}

/** The bars over the whole width and height of the place. An empty text draws nothing. */
export function drawCode128(canvas: Canvas, item: Code128Item): string[] {
  if (item.text === '') return []
  const code = code128(item.text)
  if (item.width / code.width < SMALLEST_BAR)
    throw new PrintError('codeSmall', { kind: 'code128', length: item.text.length })
  return drawCode(canvas, item, code)
}

function drawCode({ height }: Canvas, place: Place, code: Code): string[] {
  const [wide, high] = [place.width / code.width, place.height / code.height]
  const squares = code.dark.map(
    dark =>
      `${pt(place.x + dark.x * wide)} ${pt(height - place.y - (dark.y + dark.height) * high)} ${pt(dark.width * wide)} ${pt(dark.height * high)} re`,
  )
  return ['q 0 0 0 rg', ...squares, 'f Q']
}

/** A picture of so many pixels, by its name in the page's resources. */
export function drawPicture(
  canvas: Canvas,
  item: FilledImage,
  picture: { name: string; width: number; height: number },
): string[] {
  const scales = [item.width / picture.width, item.height / picture.height] as const
  const scale = item.fit === 'cover' ? Math.max(...scales) : Math.min(...scales)
  const [width, height] = [picture.width * scale, picture.height * scale]
  const x = item.x + (item.width - width) / 2
  const y = canvas.height - item.y - (item.height + height) / 2
  return [
    `q ${rectangle(canvas, item)} W n`,
    `${pt(width)} 0 0 ${pt(height)} ${pt(x)} ${pt(y)} cm /${picture.name} Do Q`,
  ]
}

export function drawCells(canvas: Canvas, { table, cells }: TablePart): string[] {
  const out = [`q ${pt(LINE)} w`]
  for (const cell of cells) {
    const fill = cell.head && table.headFill
    out.push(...(fill ? [rgb(fill, 'rg')] : []), `${rectangle(canvas, cell)} ${fill ? 'B' : 'S'}`)
  }
  out.push('Q')
  for (const cell of cells) {
    const inside = {
      x: cell.x + CELL_PADDING,
      y: cell.y + CELL_PADDING,
      width: cell.width - 2 * CELL_PADDING,
      height: cell.height - 2 * CELL_PADDING,
    }
    const down = Math.max(0, (inside.height * POINTS_PER_MM - cell.layout.height) / 2)
    out.push(...drawLayout(canvas, inside, down, cell.layout, {}))
  }
  return out
}

import sharp from 'sharp'
import { drawnText } from '../drawn-text.ts'
import { DeviceError } from '../driver.ts'
import type { Label, LabelItem } from './label.ts'

/** A picture of one bit a dot, rows filled up to whole bytes, the first dot in the highest bit; 1 is black. */
export interface Bitmap {
  width: number
  height: number
  bytes: Uint8Array
}

/** A label in a printer's dots. Text is drawn here, from our own fonts; codes are left to the printer. */
export type Drawn = { x: number; y: number } & (
  | { kind: 'bitmap'; bitmap: Bitmap }
  | { kind: 'qr'; text: string; correction: 'L' | 'M' | 'Q' | 'H' /** Dots of a module. */; cell: number; size: number }
  | { kind: 'code128'; text: string /** Dots of the thinnest bar. */; module: number; height: number }
  | { kind: 'fill'; width: number; height: number }
)

/** Points below which nobody reads a sticker. */
const SMALLEST = 4
const SHRINK = 0.92
/** Millimetres of a module that the scanners of a counter still read. */
const SMALLEST_MODULE = 0.2

/** @throws {DeviceError} `protocol` when something does not fit its place or the label, or cannot be a code */
export async function drawLabel(label: Label, dpi: number): Promise<Drawn[]> {
  const drawn: Drawn[] = []
  for (const item of label.items) {
    if (item.x < 0 || item.y < 0 || item.x + item.width > label.width || item.y + item.height > label.height)
      throw new DeviceError('protocol', `${item.kind} stands outside of the label`)
    const one = await drawItem(item, dpi)
    if (one) drawn.push(one)
  }
  return drawn
}

async function drawItem(item: LabelItem, dpi: number): Promise<Drawn | undefined> {
  const dots = (mm: number) => Math.round((mm * dpi) / 25.4)
  const [x, y, width, height] = [dots(item.x), dots(item.y), dots(item.width), dots(item.height)]
  if (item.kind === 'fill') return { kind: 'fill', x, y, width: Math.max(1, width), height: Math.max(1, height) }
  if (!item.text.trim()) return undefined
  if (item.kind === 'text') {
    const bitmap = await textBitmap(item, dpi, { width, height })
    const room = width - bitmap.width
    const shift = item.align === 'right' ? room : item.align === 'centre' ? Math.floor(room / 2) : 0
    return { kind: 'bitmap', x: x + shift, y, bitmap }
  }
  const smallest = dots(SMALLEST_MODULE)
  if (item.kind === 'qr') {
    const correction = item.correction ?? 'M'
    const modules = qrModules(item.text, correction)
    const cell = Math.min(10, Math.floor(Math.min(width, height) / modules))
    if (cell < smallest) throw new DeviceError('protocol', `a QR code of ${modules} modules does not fit`)
    return { kind: 'qr', x, y, text: item.text, correction, cell, size: cell * modules }
  }
  if (!/^[\x20-\x7e]+$/.test(item.text)) throw new DeviceError('protocol', 'Code 128 holds ASCII alone')
  const module = Math.min(10, Math.floor(width / code128Modules(item.text)))
  if (module < Math.max(1, smallest - 1)) throw new DeviceError('protocol', 'a bar code does not fit')
  return { kind: 'code128', x, y, text: item.text, module, height }
}

async function textBitmap(
  { text, size, wrap }: Extract<LabelItem, { kind: 'text' }>,
  dpi: number,
  room: { width: number; height: number },
): Promise<Bitmap> {
  const said = wrap ? text : text.replaceAll(/\s*\n\s*/g, ' ')
  for (let points = size; points >= SMALLEST; points *= SHRINK) {
    const png = await drawnText({
      text: said,
      points,
      dpi: Math.round(dpi),
      colour: '#000000',
      ...(wrap && { width: room.width }),
    })
    const grey = sharp(png).flatten({ background: '#ffffff' }).greyscale()
    const { data, info } = await grey.raw().toBuffer({ resolveWithObject: true })
    if (info.width <= room.width && info.height <= room.height) return packed(data, info.width, info.height)
  }
  throw new DeviceError('protocol', `a text of ${text.length} characters does not fit`)
}

function packed(grey: Uint8Array, width: number, height: number): Bitmap {
  const row = Math.ceil(width / 8)
  const bytes = new Uint8Array(row * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) if (grey[y * width + x]! < 128) bytes[y * row + (x >> 3)]! |= 0x80 >> (x & 7)
  return { width, height, bytes }
}

/** ISO/IEC 18004, table 7: bytes that versions 1 to 10 hold. */
const QR_BYTES = {
  L: [17, 32, 53, 78, 106, 134, 154, 192, 230, 271],
  M: [14, 26, 42, 62, 84, 106, 122, 152, 180, 213],
  Q: [11, 20, 32, 46, 60, 74, 86, 108, 130, 151],
  H: [7, 14, 24, 34, 44, 58, 64, 84, 98, 119],
} as const

/** Modules of a side, at most: a printer may pack digits closer and come out smaller. */
function qrModules(text: string, correction: 'L' | 'M' | 'Q' | 'H'): number {
  const bytes = Buffer.byteLength(text)
  const version = QR_BYTES[correction].findIndex(most => bytes <= most) + 1
  if (!version) throw new DeviceError('protocol', `a QR code of ${bytes} bytes`)
  return 17 + 4 * version
}

/** ISO/IEC 15417: eleven modules a symbol, start, check and stop, and a change of code set where digits begin or end. */
function code128Modules(text: string): number {
  const symbols = /^(\d\d)+$/.test(text) ? text.length / 2 : text.length + 2
  return 11 * (symbols + 2) + 13
}

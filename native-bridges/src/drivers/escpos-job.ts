import { DeviceError } from '../driver.ts'
import type { Drawn } from './label-drawing.ts'

/** GS r 1: answered when everything before it has been worked off, unlike DLE EOT, which is answered at once. */
const ESCPOS_LAST = Uint8Array.of(0x1d, 0x72, 0x01)

const CORRECTION = { L: 48, M: 49, Q: 50, H: 51 } as const

/**
 * A ticket in ESC/POS, from top to bottom: what stands side by side is one picture (GS v 0), codes stand alone and are
 * made by the printer (GS ( k, GS k). Then it is cut.
 * @throws {DeviceError} `protocol` when a code stands beside something
 */
export function escposJob(drawn: readonly Drawn[], width: number, copies: number): Uint8Array {
  const bands = bandsOf(drawn)
  const one = Buffer.concat([bytes(0x1b, 0x40), ...bands.map(band => bandBytes(band, width)), bytes(0x1d, 0x56, 66, 0)])
  return Buffer.concat([...Array.from({ length: copies }, () => one), ESCPOS_LAST])
}

interface Band {
  top: number
  bottom: number
  items: Drawn[]
}

/** What overlaps from top to bottom belongs together. */
function bandsOf(drawn: readonly Drawn[]): Band[] {
  const bands: Band[] = []
  for (const item of [...drawn].sort((a, b) => a.y - b.y)) {
    const last = bands.at(-1)
    const bottom = item.y + heightOf(item)
    if (last && item.y < last.bottom) {
      last.items.push(item)
      last.bottom = Math.max(last.bottom, bottom)
    } else bands.push({ top: item.y, bottom, items: [item] })
  }
  return bands
}

function heightOf(item: Drawn): number {
  if (item.kind === 'bitmap') return item.bitmap.height
  return item.kind === 'qr' ? item.size : item.height
}

function bandBytes({ top, bottom, items }: Band, width: number): Buffer {
  const code = items.find(item => item.kind === 'qr' || item.kind === 'code128')
  if (!code) return raster(items, width, top, bottom)
  if (items.length > 1) throw new DeviceError('protocol', 'a code beside something else on a ticket')
  return code.kind === 'qr' ? qr(code) : code.kind === 'code128' ? bars(code) : Buffer.alloc(0)
}

function raster(items: readonly Drawn[], width: number, top: number, bottom: number): Buffer {
  const row = Math.ceil(width / 8)
  const height = bottom - top
  const dots = new Uint8Array(row * height)
  const ink = (x: number, y: number) => {
    if (x < row * 8) dots[(y - top) * row + (x >> 3)]! |= 0x80 >> (x & 7)
  }
  for (const item of items) {
    const { x, y } = item
    if (item.kind === 'fill')
      for (let dy = 0; dy < item.height; dy++) for (let dx = 0; dx < item.width; dx++) ink(x + dx, y + dy)
    if (item.kind !== 'bitmap') continue
    const { bitmap } = item
    const own = Math.ceil(bitmap.width / 8)
    for (let dy = 0; dy < bitmap.height; dy++)
      for (let dx = 0; dx < bitmap.width; dx++)
        if (bitmap.bytes[dy * own + (dx >> 3)]! & (0x80 >> (dx & 7))) ink(x + dx, y + dy)
  }
  const head = bytes(0x1d, 0x76, 0x30, 0, row & 0xff, row >> 8, height & 0xff, height >> 8)
  return Buffer.concat([head, dots])
}

/** GS ( k, functions 165, 167, 169, 180 and 181: model, size, correction, data, print. */
function qr({ text, cell, correction }: Extract<Drawn, { kind: 'qr' }>): Buffer {
  const data = Buffer.from(text)
  const length = data.length + 3
  return Buffer.concat([
    bytes(0x1d, 0x28, 0x6b, 4, 0, 49, 65, 50, 0),
    bytes(0x1d, 0x28, 0x6b, 3, 0, 49, 67, Math.min(16, cell)),
    bytes(0x1d, 0x28, 0x6b, 3, 0, 49, 69, CORRECTION[correction]),
    bytes(0x1d, 0x28, 0x6b, length & 0xff, length >> 8, 49, 80, 48),
    data,
    bytes(0x1d, 0x28, 0x6b, 3, 0, 49, 81, 48),
  ])
}

/** GS h, GS w, GS k 73: Code 128 in set B, where a brace is written twice. */
function bars({ text, module, height }: Extract<Drawn, { kind: 'code128' }>): Buffer {
  const data = Buffer.from(`{B${text.replaceAll('{', '{{')}`)
  const thin = Math.min(6, Math.max(2, module))
  return Buffer.concat([
    bytes(0x1d, 0x68, Math.min(255, height), 0x1d, 0x77, thin, 0x1d, 0x6b, 73, data.length),
    data,
    bytes(0x0a),
  ])
}

const bytes = (...values: number[]) => Buffer.from(values)

import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'

export interface DemoFile {
  /** SHA-256 of the bytes, hex: what file fields hold. */
  hash: string
  type: 'image/png'
  bytes: Uint8Array
}

type Rgb = readonly [number, number, number]

const SKIN: readonly Rgb[] = [
  [240, 205, 178],
  [228, 188, 158],
  [214, 170, 138],
]
const CLOTHES: readonly Rgb[] = [
  [52, 73, 94],
  [120, 60, 62],
  [70, 98, 80],
  [96, 84, 118],
]

/** Drawn faces of nobody, twelve of them, in the proportions of a card photo (358 × 441 pixels). */
export function inventedPortraits(): DemoFile[] {
  return Array.from({ length: 12 }, (_, n) => {
    const skin = SKIN[n % 3]!
    const clothes = CLOTHES[n % 4]!
    const long = n % 2 === 1
    return png(358, 441, (x, y) => portraitAt(x / 358, y / 441, { skin, clothes, long }))
  })
}

/** Pages that look like a scanned paper from afar: a title bar and lines, nothing to be read. */
export function inventedPapers(): DemoFile[] {
  return Array.from({ length: 4 }, (_, n) =>
    png(496, 702, (x, y) => {
      const inMargin = x < 56 || x > 440 || y < 60 || y > 640
      if (inMargin) return [252, 251, 248]
      if (y < 92) return x > 150 && x < 346 && y > 66 && y < 86 ? [70, 70, 74] : [252, 251, 248]
      const line = Math.floor((y - 110) / 22)
      const isText = y > 110 && (y - 110) % 22 < 8 && x < 430 - ((line * (37 + n * 11)) % 190)
      const isSeal = Math.abs(Math.hypot(x - 360, y - 560) - 48) < 2.5
      return isSeal ? [196, 60, 56] : isText ? [150, 150, 156] : [252, 251, 248]
    }),
  )
}

function portraitAt(x: number, y: number, { skin, clothes, long }: { skin: Rgb; clothes: Rgb; long: boolean }): Rgb {
  const inside = (cx: number, cy: number, rx: number, ry: number) => ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1
  const hair: Rgb = [38, 34, 34]
  if (inside(0.5, 0.4, 0.2, 0.235)) {
    if (y < 0.27) return hair
    if (inside(0.42, 0.4, 0.022, 0.012) || inside(0.58, 0.4, 0.022, 0.012)) return hair
    if (inside(0.5, 0.53, 0.06, 0.012)) return [182, 104, 100]
    return skin
  }
  if (inside(0.5, 0.34, 0.235, long ? 0.3 : 0.22) && (long || y < 0.4)) return hair
  if (Math.abs(x - 0.5) < 0.075 && y > 0.58 && y < 0.76) return skin
  if (inside(0.5, 1.02, 0.42, 0.32)) return clothes
  return [214, 230, 244]
}

/** A picture as PNG, 8-bit true colour without alpha (ISO/IEC 15948), from the colour of each pixel. */
function png(width: number, height: number, at: (x: number, y: number) => Rgb): DemoFile {
  const rows = Buffer.alloc(height * (1 + width * 3))
  for (let y = 0, to = 0; y < height; y++) {
    to++
    for (let x = 0; x < width; x++) for (const part of at(x, y)) rows[to++] = part
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const bytes = Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
  return { hash: createHash('sha256').update(bytes).digest('hex'), type: 'image/png', bytes }
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}

import {
  BarcodeFormat,
  BinaryBitmap,
  Code128Reader,
  DecodeHintType,
  HybridBinarizer,
  QRCodeReader,
  RGBLuminanceSource,
} from '@zxing/library'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { ready } from 'zpl-renderer-js'
import type { Label } from '../../native-bridges/src/drivers/label.ts'
import { type Bitmap, drawLabel } from '../../native-bridges/src/drivers/label-drawing.ts'
import { zplJob } from '../../native-bridges/src/drivers/zpl-job.ts'

// Stickers as another ZPL renderer makes them of our bytes, read by a decoder that is not ours either.

const QR = 'R:330402202611220001;^~_ 证'
const BARS = '33040220261122000A'
const LABEL: Label = {
  width: 70,
  height: 50,
  items: [
    { kind: 'text', x: 3, y: 2, width: 64, height: 7, text: '居住证领取凭条 𠮷', size: 12 },
    { kind: 'qr', x: 4, y: 11, width: 22, height: 22, text: QR },
    { kind: 'code128', x: 4, y: 36, width: 60, height: 10, text: BARS },
    { kind: 'fill', x: 3, y: 10, width: 60, height: 0.4 },
  ],
}
const PER_MM = 12
/** Twelve dots a millimetre, as the renderer counts. */
const DPI = 304.8

interface Page {
  width: number
  height: number
  grey: Uint8ClampedArray
}

async function rendered(zpl: Uint8Array): Promise<Page> {
  const { api } = await ready
  const png = await api.zplToBase64Async(Buffer.from(zpl).toString('utf8'), LABEL.width, LABEL.height, PER_MM)
  const { data, info } = await sharp(Buffer.from(png, 'base64'))
    .flatten({ background: '#ffffff' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, grey: new Uint8ClampedArray(data) }
}

/** A part of the page with white around it, as a scanner is held over it. */
function part({ width, grey }: Page, at: { x: number; y: number; width: number; height: number }): BinaryBitmap {
  const quiet = 30
  const [wide, high] = [at.width + 2 * quiet, at.height + 2 * quiet]
  const cut = new Uint8ClampedArray(wide * high).fill(255)
  for (let y = 0; y < at.height; y++)
    for (let x = 0; x < at.width; x++) cut[(y + quiet) * wide + x + quiet] = grey[(at.y + y) * width + at.x + x] ?? 255
  return new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(cut, wide, high)))
}

const dots = (mm: number) => Math.round((mm * DPI) / 25.4)

test('a sticker’s codes are decoded from what another renderer makes of our bytes', async () => {
  const drawn = await drawLabel(LABEL, DPI)
  const page = await rendered(zplJob(drawn, { width: dots(LABEL.width), height: dots(LABEL.height) }, 1))
  const hints = new Map<DecodeHintType, unknown>([
    [DecodeHintType.TRY_HARDER, true],
    [DecodeHintType.CHARACTER_SET, 'UTF-8'],
  ])
  const qr = new QRCodeReader().decode(
    part(page, { x: dots(3), y: dots(10.6), width: dots(26), height: dots(25) }),
    hints,
  )
  expect([qr.getText(), qr.getBarcodeFormat()]).toEqual([QR, BarcodeFormat.QR_CODE])
  const bars = new Code128Reader().decode(
    part(page, { x: dots(3), y: dots(36), width: dots(64), height: dots(10) }),
    hints,
  )
  expect(bars.getText()).toBe(BARS)
})

test('Chinese stands on the sticker dot for dot as it was drawn', async () => {
  const drawn = await drawLabel(LABEL, DPI)
  const page = await rendered(zplJob(drawn, { width: dots(LABEL.width), height: dots(LABEL.height) }, 1))
  const text = drawn.find(item => item.kind === 'bitmap')!
  const { width, height } = text.bitmap
  const wrong = { dots: 0, ink: 0 }
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const ink = inked(text.bitmap, x, y)
      wrong.ink += ink ? 1 : 0
      if (ink !== page.grey[(text.y + y) * page.width + text.x + x]! < 128) wrong.dots++
    }
  expect(wrong.ink).toBeGreaterThan(1000)
  expect(wrong.dots).toBe(0)
})

const inked = ({ width, bytes }: Bitmap, x: number, y: number) =>
  (bytes[y * Math.ceil(width / 8) + (x >> 3)]! & (0x80 >> (x & 7))) !== 0

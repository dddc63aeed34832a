import { crc32, deflateSync } from 'node:zlib'
import { PDFDocument } from '@pdfme/pdf-lib'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import {
  drawBlankSide,
  drawInventedPage,
  INVENTED_PAGES,
} from '../../../../native-bridges/src/drivers/invented-pages.ts'
import { FileFault } from '../file-fault.ts'
import { cardSheet } from './card-sheet.ts'
import { lightOf } from './light.ts'
import { type MadePage, makePage, rasterOf } from './make-page.ts'
import { CHOSEN, SCANNED } from './page-profile.ts'
import { pagesPdf } from './pages-pdf.ts'
import { smallOf } from './raster.ts'

const DPI = 150
/** Paper that is white, and lines of writing on it that lie level. */
let level: Buffer

beforeAll(async () => {
  const drawn = await drawInventedPage(INVENTED_PAGES[0]!, DPI)
  // The simulated scanner pulls its paper in by 0.4 degrees askew.
  level = await sharp(await sharp(drawn).rotate(-0.4, { background: '#f7f5ef' }).png().toBuffer())
    .extract({ left: 30, top: 30, width: 1190, height: 1700 })
    .png()
    .toBuffer()
})

const made = async (bytes: Uint8Array, profile = CHOSEN): Promise<MadePage> => {
  const page = await makePage(new Uint8Array(bytes), profile)
  if ('blank' in page) throw new Error('blank')
  return page
}

const turned = (degrees: number, background: string) =>
  sharp(level).rotate(degrees, { background }).jpeg({ quality: 90 }).toBuffer()

test('pages that lie askew are turned straight to 0.3 degrees, out of a feeder and on a dark desk', async () => {
  const errors: Record<string, number> = {}
  for (const [at, degrees] of [-9.6, -4.3, -1.7, -0.5, 0, 0.3, 0.8, 2.6, 6.1, 10].entries()) {
    const background = at % 2 ? '#f7f5ef' : '#2c333a'
    const { straightened } = await made(await turned(degrees, background))
    const error = Math.abs(straightened - degrees)
    if (!(error <= 0.3)) errors[`${degrees} on ${background}`] = straightened
  }
  expect(errors).toEqual({})
})

/** A form: lines of one width at even distances, and black boxes in rows; `which` says which boxes are filled in. */
function lined(which: number, apart: number): Promise<Buffer> {
  const lines = Array.from({ length: 20 }, (_, n) => `<rect x="100" y="${120 + n * apart}" width="600" height="6"/>`)
  const boxes = Array.from({ length: 12 }, (_, n) => {
    const filled =
      which & (1 << n) ? `<rect x="${110 + (n % 6) * 110}" y="${850 + Math.floor(n / 6) * 110}" ${BOX}/>` : ''
    return filled
  })
  const drawn = `<svg width="827" height="1169"><rect width="100%" height="100%" fill="#fdfdfb"/>${lines.join('')}${boxes.join('')}</svg>`
  return sharp(Buffer.from(drawn)).jpeg({ quality: 80 }).toBuffer()
}
const BOX = 'width="50" height="50"'

test('evenly spaced lines and boxes, as forms have them, are not taken for a page that lies askew', async () => {
  const errors: Record<string, number> = {}
  // Those that once were.
  for (const [which, apart] of [
    [820, 24],
    [1366, 36],
    [2458, 36],
    [1, 30],
  ] as const) {
    const { straightened } = await made(await lined(which, apart))
    if (Math.abs(straightened) > 0.3) errors[`${which} at ${apart}`] = straightened
  }
  expect(errors).toEqual({})
})

test('what was made straight is straight when it is looked at anew', async () => {
  for (const degrees of [-3.3, 0.7]) {
    const first = await made(await turned(degrees, '#f7f5ef'))
    expect(Math.abs((await made(first.bytes)).straightened)).toBeLessThanOrEqual(0.2)
  }
})

test('noise and photos, which have no lines, are not turned', async () => {
  const noise = { type: 'gaussian', mean: 150, sigma: 40 } as const
  const picture = sharp({ create: { width: 800, height: 1100, channels: 3, background: '#888', noise } })
  const bytes = new Uint8Array(await picture.jpeg().toBuffer())
  expect((await made(bytes)).straightened).toBe(0)
})

test('a page on a dark desk is cut to its paper', async () => {
  const { width: wide, height: high } = await sharp(level).metadata()
  for (const degrees of [0, 3.4]) {
    const lying = await sharp(await sharp(level).rotate(degrees, { background: '#30363c' }).png().toBuffer())
      .extend({ top: 120, bottom: 200, left: 260, right: 90, background: '#30363c' })
      .jpeg()
      .toBuffer()
    const page = await made(lying)
    expect(Math.abs(page.width! - wide)).toBeLessThanOrEqual(12)
    expect(Math.abs(page.height! - high)).toBeLessThanOrEqual(12)
  }
  // A page that fills its picture is not cut.
  expect(await made(await sharp(level).jpeg().toBuffer())).toMatchObject({ width: wide, height: high })
})

test('a blank side is told and not kept; a signature, a stamp, one line or grey paper is no blank side', async () => {
  const blank = await drawBlankSide(DPI)
  const { width, height } = await sharp(blank).metadata()
  const draw = (svg: string) =>
    sharp(blank)
      .composite([{ input: Buffer.from(`<svg width="${width}" height="${height}">${svg}</svg>`) }])
      .jpeg({ quality: 80 })
      .toBuffer()
  const dust = Array.from(
    { length: 60 },
    (_, i) => `<circle cx="${97 + ((i * 389) % 1000)}" cy="${140 + ((i * 211) % 1400)}" r="1.1"/>`,
  )
  const shadow = '<rect width="14" height="4000" fill="#777"/><rect y="0" width="4000" height="9" fill="#999"/>'
  const noise = await sharp({
    create: { width, height, channels: 3, background: '#eee', noise: { type: 'gaussian', mean: 235, sigma: 5 } },
  })
    .jpeg()
    .toBuffer()
  for (const empty of [blank, await draw(dust.join('')), await draw(shadow), noise])
    expect(await makePage(new Uint8Array(empty), SCANNED)).toMatchObject({ blank: true })
  const signature =
    '<path d="M500 900 q40 -80 70 0 t70 0 t70 -20 t60 30" fill="none" stroke="#223" stroke-width="2.5"/>'
  const stamp = '<circle cx="700" cy="1200" r="110" fill="none" stroke="#d33" stroke-width="7"/>'
  const line =
    '<g fill="#222"><rect x="200" y="300" width="14" height="20"/><rect x="220" y="300" width="14" height="20"/></g>'
  for (const written of [signature, stamp, line])
    expect(await makePage(new Uint8Array(await draw(written)), SCANNED)).not.toHaveProperty('blank')
  // Whoever chose a page saw it.
  expect(await made(blank, CHOSEN)).toMatchObject({ mime: 'image/jpeg' })
})

test('a shadow over the page goes, and its writing stays', async () => {
  const { width, height } = await sharp(level).metadata()
  const shade = Buffer.from(`<svg width="${width}" height="${height}"><linearGradient id="g" x2="1" y2="1">
    <stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#808080"/></linearGradient>
    <rect width="100%" height="100%" fill="url(#g)"/></svg>`)
  const dark = await sharp(level)
    .composite([{ input: shade, blend: 'multiply' }])
    .jpeg()
    .toBuffer()
  const light = async (bytes: Uint8Array) => lightOf(smallOf(await rasterOf(bytes, 0)), () => true)!
  const page = await made(dark)
  const [before, after] = [await light(dark), await light(page.bytes)]
  expect(before.evenness).toBeLessThan(0.6)
  expect(after.evenness).toBeGreaterThan(0.93)
  expect(after.at(300, 400)).toBeGreaterThan(240)
  const { channels } = await sharp(page.bytes).greyscale().stats()
  expect(channels[0]!.min).toBeLessThan(60)
})

test('coloured paper keeps its colour', async () => {
  const { width, height } = await sharp(level).metadata()
  const pink = { create: { width, height, channels: 3, background: '#f4b8c4' } } as const
  const tinted = await sharp(level)
    .composite([{ input: await sharp(pink).png().toBuffer(), blend: 'multiply' }])
    .jpeg()
    .toBuffer()
  const { data } = await sharp((await made(tinted)).bytes)
    .extract({ left: 60, top: 60, width: 1, height: 1 })
    .raw()
    .toBuffer({ resolveWithObject: true })
  expect(data[0]! - data[1]!).toBeGreaterThan(35)
})

test('JPEG, PNG and bilevel TIFF by profile, upright, with a thumbnail; a page that needs nothing keeps its bytes', async () => {
  const jpeg = await made(level)
  expect(await sharp(jpeg.bytes).metadata()).toMatchObject({ format: 'jpeg', density: expect.any(Number) })
  expect(await sharp(jpeg.thumbnail).metadata()).toMatchObject({ format: 'jpeg', height: 320 })
  const png = await made(level, { ...CHOSEN, output: 'png', turn: 90 })
  expect(await sharp(png.bytes).metadata()).toMatchObject({ format: 'png', width: 1700, height: 1190 })
  const tiff = await made(level, { ...CHOSEN, output: 'bilevel-tiff' })
  expect(await sharp(tiff.bytes).metadata()).toMatchObject({ format: 'tiff', bitsPerSample: 1 })
  expect(compressionOf(tiff.bytes)).toBe(4)
  expect(tiff.bytes.length).toBeLessThan(jpeg.bytes.length / 3)
  const sideways = await sharp(level).rotate(270).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  expect(await made(sideways)).toMatchObject({ width: 1190, height: 1700 })
  const clean = new Uint8Array(await sharp(level).linear(1.06).jpeg().toBuffer())
  expect((await made(clean)).bytes).toEqual(clean)
})

/** Tag 259 of the first page of a TIFF 6.0 file in Intel's order: 4 is CCITT T.6, group 4. */
function compressionOf(bytes: Uint8Array): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const first = view.getUint32(4, true)
  for (let at = first + 2; at < first + 2 + view.getUint16(first, true) * 12; at += 12)
    if (view.getUint16(at, true) === 259) return view.getUint16(at + 8, true)
  return undefined
}

/** A PNG that says it has so many pixels, and has none. */
function claims(width: number, height: number): Uint8Array {
  const chunk = (name: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(name), data])
    const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    size.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([size, body, sum])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(4096))), chunk('IEND', Buffer.alloc(0))]
  return new Uint8Array(Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]))
}

test('what says of itself that it is too large is refused before it is decoded; what is cut off is broken', async () => {
  const before = process.memoryUsage().rss
  const fault = await makePage(claims(40_000, 40_000), CHOSEN).catch((error: unknown) => error)
  expect(fault).toBeInstanceOf(FileFault)
  expect(fault).toMatchObject({ code: 'too-many-pixels', facts: { pixels: 1600 } })
  expect(process.memoryUsage().rss - before).toBeLessThan(50 * 2 ** 20)
  await expect(makePage(claims(4000, 4000), CHOSEN)).rejects.toMatchObject({ code: 'broken' })
  await expect(makePage(new Uint8Array(level.subarray(0, 9000)), CHOSEN)).rejects.toMatchObject({ code: 'broken' })
})

test('both sides of a card stand on one sheet of A4 in their true size, laid down', async () => {
  const side = (colour: string, degrees: number) =>
    sharp({ create: { width: 860, height: 540, channels: 3, background: colour } })
      .png()
      .toBuffer()
      .then(card => sharp(card).rotate(degrees, { background: '#22262a' }).png().toBuffer())
      .then(card =>
        sharp(card).extend({ top: 300, bottom: 260, left: 400, right: 350, background: '#22262a' }).jpeg().toBuffer(),
      )
  const sheet = await cardSheet([new Uint8Array(await side('#cfe3f5', 2)), new Uint8Array(await side('#f5dccf', 90))])
  expect(sheet).toMatchObject({ mime: 'image/jpeg', width: 2480, height: 3508 })
  const at = async (x: number, y: number) => [
    ...(await sharp(sheet.bytes).extract({ left: x, top: y, width: 1, height: 1 }).raw().toBuffer()),
  ]
  const mm = (n: number) => Math.round((n / 25.4) * 300)
  const near = (found: number[], colour: number[]) => Math.max(...found.map((v, c) => Math.abs(v - colour[c]!)))
  for (const x of [66, 105, 144]) {
    expect(near(await at(mm(x), mm(97)), [0xcf, 0xe3, 0xf5])).toBeLessThan(12)
    expect(near(await at(mm(x), mm(187)), [0xf5, 0xdc, 0xcf])).toBeLessThan(12)
  }
  for (const y of [30, 145, 250]) expect(near(await at(mm(105), mm(y)), [255, 255, 255])).toBeLessThan(8)
})

test('many pages become one PDF in their order, pages of PDFs among them', async () => {
  const jpeg = await made(level)
  const wide = await made(level, { ...CHOSEN, turn: 90, output: 'png' })
  const two = await pagesPdf([jpeg, wide])
  const all = await PDFDocument.load(await pagesPdf([{ mime: 'application/pdf', bytes: two }, jpeg]))
  expect(all.getPages().map(p => Math.round(p.getWidth()))).toEqual([595, 842, 595])
  await expect(pagesPdf([{ mime: 'application/pdf', bytes: new Uint8Array([1, 2]) }])).rejects.toMatchObject({
    code: 'broken',
  })
})

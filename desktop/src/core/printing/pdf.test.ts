import {
  BarcodeFormat,
  BinaryBitmap,
  DecodeHintType,
  HybridBinarizer,
  MultiFormatReader,
  RGBLuminanceSource,
} from '@zxing/library'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import type { FilledItem, Place, Sheet } from '../../../../shared-types/src/model/template.ts'
import { greyOf, inkIn, type Pixels, paint, readPdf, textOf } from './fixtures/read-pdf.ts'
import { list, permitCard, person, receipt } from './fixtures/sheets.ts'
import { createPrinter } from './pdf.ts'

const printer = createPrinter()
let photo: Uint8Array

beforeAll(async () => {
  photo = await sharp({ create: { width: 358, height: 441, channels: 3, background: '#204060' } })
    .jpeg()
    .toBuffer()
})

const print = async (sheet: Sheet) => readPdf(await printer.renderPdf(sheet, async () => photo))

const page = (...items: FilledItem[]): Sheet => ({ title: '试', paper: { width: 60, height: 40 }, pages: [items] })
const text = (text: string, more: object = {}): FilledItem => ({
  kind: 'text',
  x: 10,
  y: 10,
  width: 40,
  height: 20,
  size: 12,
  text,
  ...more,
})

test('the permit is two card sides, with its text to copy', async () => {
  const document = await print(permitCard())
  expect(document.numPages).toBe(2)
  const front = await document.getPage(1)
  const [, , width, height] = front.view
  expect((width! / 72) * 25.4).toBeCloseTo(85.6, 2)
  expect((height! / 72) * 25.4).toBeCloseTo(54, 2)
  const copied = await textOf(front)
  for (const part of [person.name, person.id, person.number, person.address]) expect(copied).toContain(part)
  expect(((await document.getMetadata()).info as { Title: string }).Title).toBe('居住证')
})

test('rare characters are drawn, each differently, and not as the empty box', async () => {
  const painted = new Map<string, string>()
  for (const character of ['𠮷', '㛃', '䶮', '吉', '口', '□']) {
    const document = await print(page(text(character, { size: 40, align: 'center', vertical: 'middle' })))
    expect(await textOf(await document.getPage(1))).toBe(character)
    const pixels = await paint(document, 1, 6)
    expect(inkIn(pixels, 0, 0, pixels.width, pixels.height)).toBeGreaterThan(500)
    painted.set(character, Buffer.from(pixels.data).toString('base64'))
  }
  expect(new Set(painted.values()).size).toBe(6)
})

test('bold and regular of one rare character look different', async () => {
  const ink = async (weight: string) => {
    const pixels = await paint(await print(page(text('𠮷', { size: 40, weight }))), 1, 6)
    return inkIn(pixels, 0, 0, pixels.width, pixels.height)
  }
  expect(await ink('bold')).toBeGreaterThan(1.1 * (await ink('regular')))
})

test('characters that share a glyph are copied as what they are', async () => {
  const document = await print(page(text('⼀一')))
  const raw = (await (await document.getPage(1)).getTextContent({ disableNormalization: true })).items
  expect(raw.map(item => ('str' in item ? item.str : '')).join('')).toBe('⼀一')
})

test('a character in no font is refused by its name', async () => {
  await expect(printer.renderPdf(permitCard('王\u{30000}عA'), async () => photo)).rejects.toMatchObject({
    fault: 'glyph',
    facts: { characters: '\u{30000} U+30000, ع U+0639' },
  })
  await expect(printer.renderPdf(receipt('王\u{1FAE1}'), async () => photo)).rejects.toThrow('U+1FAE1')
})

const hostile = {
  'a name of 500 characters': '欧阳'.repeat(250),
  'a Latin word of 500': 'W'.repeat(500),
  'line breaks': '王\n小\r\n明\u2028！'.repeat(40),
  'control characters': '王\u0000\u001b[31m\u0007小\u007f明',
  'direction marks': '\u202e王小明\u202c\u2066A\u2069',
  'only spaces': ' \u3000\u00a0\t ',
  'a whole book': '某某某某'.repeat(100_000),
  'broken surrogates': '\ud842王\udfb7',
  'braces and brackets': '{name} (王) <<小>> \\) Tj ET Q',
}

const styles = [
  {},
  { shrink: true },
  { wrap: true },
  { wrap: true, shrink: true, weight: 'bold' },
  { size: 60 },
  { size: 30, spacing: 5, align: 'right' },
]

test.each(Object.entries(hostile))('%s never leaves its place', async (_, value) => {
  for (const style of styles) {
    const pixels = await paint(await print(page(text(value, { x: 20, y: 15, width: 20, height: 8, ...style }))), 1, 4)
    const all = inkIn(pixels, 0, 0, pixels.width, pixels.height)
    expect(inkIn(pixels, 20 * 4 - 1, 15 * 4 - 1, 20 * 4 + 2, 8 * 4 + 2)).toBe(all)
  }
})

test('a long name shrinks and stays whole, a longer one ends in an ellipsis', async () => {
  const name = '阿卜杜热合曼·买买提依明江·吐尔逊'
  expect(await textOf(await (await print(permitCard(name))).getPage(1))).toContain(name)
  const cut = await textOf(await (await print(permitCard('欧阳'.repeat(250)))).getPage(1))
  expect(cut).toMatch(/(欧阳){10,}欧?…/)
})

test('text on the middle line of its place is centred there', async () => {
  const pixels = await paint(await print(page(text('口', { align: 'center', vertical: 'middle', size: 30 }))), 1, 8)
  const half = { left: inkIn(pixels, 0, 0, 240, 320), top: inkIn(pixels, 0, 0, 480, 160) }
  const all = inkIn(pixels, 0, 0, 480, 320)
  expect(half.left / all).toBeCloseTo(0.5, 1)
  expect(half.top / all).toBeCloseTo(0.5, 1)
})

/** Pixels in a millimetre. */
const DPI_300 = 12

test('codes are read again by a bar code reader', async () => {
  const pixels = await paint(await print(receipt()), 1, DPI_300)
  const said = `居住证受理凭证 SL3301022026000017 ${person.name}`
  expect(decode(pixels, { x: 104, y: 28, width: 30, height: 30 }, BarcodeFormat.QR_CODE)).toBe(said)
  expect(decode(pixels, { x: 14, y: 30, width: 70, height: 12 }, BarcodeFormat.CODE_128)).toBe('SL3301022026000017')
  const back = await paint(await print(permitCard()), 2, DPI_300)
  const address = `https://zhengzhao.example.cn/v/${person.number}`
  expect(decode(back, { x: 58, y: 12, width: 24, height: 24 }, BarcodeFormat.QR_CODE)).toBe(address)
})

/** Reads a code in a place of a page painted as a printer of 300 dpi would. */
function decode(pixels: Pixels, place: Place, format: BarcodeFormat): string {
  const [x, y, width, height] = [place.x, place.y, place.width, place.height].map(value => value * DPI_300) as number[]
  const source = new RGBLuminanceSource(greyOf(pixels, x!, y!, width!, height!), width!, height!)
  const hints = new Map<DecodeHintType, unknown>([[DecodeHintType.POSSIBLE_FORMATS, [format]]])
  return new MultiFormatReader().decode(new BinaryBitmap(new HybridBinarizer(source)), hints).getText()
}

test('a code that cannot be made or read is refused', async () => {
  const qr = (text: string, width: number): FilledItem => ({ kind: 'qr', x: 0, y: 0, width, height: width, text })
  const bars = (text: string): FilledItem => ({ kind: 'code128', x: 0, y: 0, width: 40, height: 10, text })
  const fault = (item: FilledItem) => printer.renderPdf(page(item), async () => undefined).then(String, e => e.fault)
  expect(await fault(qr('x'.repeat(5000), 40))).toBe('code')
  expect(await fault(qr('x'.repeat(500), 10))).toBe('codeSmall')
  expect(await fault(bars('编号'))).toBe('code')
  expect(await fault(bars('1234567890ABCDEFGHIJKLMNOPQRST'))).toBe('codeSmall')
  expect((await printer.renderPdf(page(qr('', 40), bars('')), async () => undefined)).length).toBeGreaterThan(100)
})

test('200 rows go over pages, each with the heading and its number, all rows once', async () => {
  const document = await print(list(200))
  expect(document.numPages).toBe(5)
  let all = ''
  for (let i = 1; i <= 5; i++) {
    const copied = await textOf(await document.getPage(i))
    expect(copied).toContain('序号受理号姓名居住地址状态')
    expect(copied).toContain(`第${i}/5页`)
    expect(copied.includes('受理登记清单')).toBe(i === 1)
    expect(copied.includes('制表人')).toBe(i === 5)
    all += copied
  }
  const numbers = all.match(/SL330102\d{8}/g)
  expect(numbers).toEqual(
    list(200).pages[0]!.flatMap(item => (item.kind === 'table' ? item.rows.map(row => row[1]) : [])),
  )
})

test('a table without rows is one page, a row higher than a page is cut', async () => {
  expect((await print(list(0))).numPages).toBe(1)
  const sheet = list(3)
  const table = sheet.pages[0]!.find(item => item.kind === 'table')!
  const huge = {
    ...table,
    rows: [
      ['1', '2', '3', '某'.repeat(20_000), ''],
      ['9', '', '', '', ''],
    ],
  }
  const document = await print({ ...sheet, pages: [[huge]] })
  expect(document.numPages).toBe(2)
  expect(await textOf(await document.getPage(1))).toContain('某…')
})

const picture = (fit: 'cover' | 'contain'): FilledItem => ({
  kind: 'image',
  x: 10,
  y: 10,
  width: 20,
  height: 20,
  key: 'k',
  fit,
})

async function printPicture(bytes: Uint8Array, fit: 'cover' | 'contain') {
  const sheet = page(text('某某某某某', { x: 0, y: 30, width: 60, height: 10 }), picture(fit))
  return paint(await readPdf(await printer.renderPdf(sheet, async () => bytes)), 1, 4)
}

test('pictures cover their place or are contained in it', async () => {
  const wide = await sharp({ create: { width: 400, height: 100, channels: 3, background: '#000000' } })
    .jpeg()
    .toBuffer()
  expect(inkIn(await printPicture(wide, 'cover'), 40, 40, 80, 80)).toBe(80 * 80)
  const contained = await printPicture(wide, 'contain')
  expect(inkIn(contained, 40, 40, 80, 80)).toBe(80 * 20)
  expect(inkIn(contained, 40, 70, 80, 20)).toBe(80 * 20)
})

test('a photo turned by its EXIF mark stands upright', async () => {
  const halves = await sharp({ create: { width: 100, height: 100, channels: 3, background: '#ffffff' } })
    .composite([{ input: { create: { width: 100, height: 50, channels: 3, background: '#000000' } }, top: 0, left: 0 }])
    .jpeg()
    .toBuffer()
  // 6: the camera's top is the right side of the picture.
  const turned = await sharp(halves).withMetadata({ orientation: 6 }).toBuffer()
  const pixels = await printPicture(turned, 'cover')
  expect(inkIn(pixels, 82, 42, 36, 76)).toBe(36 * 76)
  expect(inkIn(pixels, 42, 42, 36, 76)).toBe(0)
})

test('a transparent picture lets through what is under it, PNG and WebP can be printed', async () => {
  const clear = await sharp({
    create: { width: 80, height: 80, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
  })
    .png()
    .toBuffer()
  const under = { kind: 'box', x: 12, y: 12, width: 16, height: 16, thickness: 0, fill: '#000000' } as const
  const pdf = await printer.renderPdf(page(under, picture('cover')), async () => clear)
  expect(inkIn(await paint(await readPdf(pdf), 1, 4), 48, 48, 64, 64)).toBe(64 * 64)
  const webp = await sharp({ create: { width: 80, height: 80, channels: 3, background: '#000000' } })
    .webp()
    .toBuffer()
  expect(inkIn(await printPicture(webp, 'cover'), 42, 42, 76, 76)).toBe(76 * 76)
})

test('a huge picture is made smaller, a broken or missing one is refused by its key', async () => {
  const huge = await sharp({ create: { width: 8000, height: 6000, channels: 3, background: '#336699' } })
    .jpeg()
    .toBuffer()
  const pdf = await printer.renderPdf(page(picture('cover')), async () => huge)
  expect(pdf.length).toBeLessThan(huge.length)
  const refused = (bytes: Uint8Array | undefined) => printer.renderPdf(page(picture('cover')), async () => bytes)
  await expect(refused(huge.subarray(0, 20))).rejects.toMatchObject({ fault: 'picture', facts: { key: 'k' } })
  await expect(refused(new TextEncoder().encode('not a picture'))).rejects.toMatchObject({ fault: 'picture' })
  await expect(refused(undefined)).rejects.toMatchObject({ fault: 'pictureMissing', facts: { key: 'k' } })
})

test('only what is used is embedded', async () => {
  const bytes = await printer.renderPdf(receipt(), async () => photo)
  expect(bytes.length).toBeLessThan(40_000)
})

test('two sheets at once do not mix', async () => {
  const names = ['张三𠮷', '李四䶮', '王五㛃', '赵六𠀀']
  const documents = await Promise.all(names.map(name => print(permitCard(name))))
  for (const [i, document] of documents.entries()) {
    const copied = await textOf(await document.getPage(1))
    for (const name of names) expect(copied.includes(name)).toBe(name === names[i])
  }
})

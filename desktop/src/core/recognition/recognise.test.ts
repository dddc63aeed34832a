import { createRequire } from 'node:module'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rasterOf } from '../pages/make-page.ts'
import { modelReader } from './model-reader.ts'
import { openModels } from './models.ts'
import type { PageReader } from './read-page.ts'
import { recognise } from './recognise.ts'

const fontfile = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
)

/** The back of an invented card. */
const BACK: [number, number, string][] = [
  [220, 40, '中华人民共和国'],
  [200, 100, '居民身份证'],
  [100, 260, '签发机关　延吉市公安局'],
  [100, 320, '有效期限　2016.07.03-2036.07.03'],
]

async function drawn(texts: readonly [number, number, string][]): Promise<Buffer> {
  const parts = await Promise.all(
    texts.map(async ([left, top, text]) => ({
      input: await sharp({ text: { text, font: 'Noto Sans SC 24', fontfile, dpi: 96, rgba: true } })
        .png()
        .toBuffer(),
      left,
      top,
    })),
  )
  const paper = sharp({ create: { width: 700, height: 440, channels: 3, background: '#eef1f4' } })
  return paper.composite(parts).jpeg().toBuffer()
}

let reader: PageReader
beforeAll(async () => {
  reader = modelReader(await openModels(), 704)
})
afterAll(() => reader.close())

const read = async (bytes: Uint8Array) => recognise(reader, await rasterOf(new Uint8Array(bytes), 0))

test('a card is read whichever way it lies, and each field says where it stands', async () => {
  const bytes = await drawn(BACK)
  const { kinds, fields, trouble } = await read(bytes)
  expect({ kinds, trouble }).toEqual({ kinds: ['id-back'], trouble: undefined })
  expect(fields).toMatchObject([
    { name: 'authority', value: '延吉市公安局', confirmed: ['list'], unseen: true },
    { name: 'validity', value: '2016-07-03/2036-07-03', confirmed: ['days'], unseen: true },
  ])
  const [left, top] = fields[0]!.places[0]![0]!
  expect(left).toBeGreaterThan(200)
  expect(Math.abs(top - 260)).toBeLessThan(20)
  const onItsHead = await read(await sharp(bytes).rotate(180).toBuffer())
  expect(onItsHead.fields.map(f => [f.name, f.value])).toEqual(fields.map(f => [f.name, f.value]))
})

test('a blank page says that it is blank, and a paper that is cut off which fields are missing', async () => {
  expect(await read(await drawn([]))).toMatchObject({ trouble: 'empty', fields: [], kinds: [] })
  const cut = await sharp(await drawn(BACK))
    .extract({ left: 0, top: 0, width: 700, height: 310 })
    .toBuffer()
  expect(await read(cut)).toMatchObject({ kinds: ['id-back'], trouble: 'incomplete', missing: ['validity'] })
})

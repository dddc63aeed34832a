import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { driverContract, run } from '../driver.contract.ts'
import type { ScanAsk } from './scanner.ts'
import { watchedFolder } from './watched-folder.ts'

const ASK: ScanAsk = { dpi: 200, colour: 'colour', paper: 'A4', source: 'feeder' }
const TIMES = { still: 20, wait: 60, grow: 150, every: 30 }
const never = () => new AbortController().signal
const image = (colour: string) => sharp({ create: { width: 40, height: 60, channels: 3, background: colour } })
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

let root: string
let jpeg: Buffer
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'watched-'))
  jpeg = await image('#ff0000').jpeg().toBuffer()
})
afterAll(() => rm(root, { recursive: true, force: true }))

driverContract('scanner', async () => {
  const folder = join(root, 'contract')
  const fill = () => {
    for (const name of ['1.jpg', '2.jpg']) writeFileSync(join(folder, name), jpeg)
  }
  const empty = () => {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder)
  }
  empty()
  const ask = () => {
    // Whoever asks finds two papers; a file that says otherwise was laid there before.
    if (existsSync(folder) && !existsSync(join(folder, '.as-it-is'))) fill()
    return ASK
  }
  const only = (name: string, bytes: Uint8Array | string) => {
    empty()
    writeFileSync(join(folder, '.as-it-is'), '')
    if (name) writeFileSync(join(folder, name), bytes)
  }
  return {
    driver: watchedFolder({ folder, name: 'w' }, { simulated: true, times: TIMES }),
    ask,
    alike: pages => pages.length,
    faults: [
      { name: 'nothing', cause: () => only('', ''), fault: 'empty' },
      { name: 'wrong type', cause: () => only('a.txt', 'a list of what was bought'), fault: 'unreadable' },
      { name: 'never finished', cause: () => only('a.jpg', jpeg.subarray(0, 200)), fault: 'unreadable' },
      { name: 'too large', cause: () => only('a.jpg', Buffer.alloc(65 * 1024 * 1024)), fault: 'unreadable' },
    ],
    heal: () => (existsSync(folder) ? empty() : undefined),
    unplug: () => renameSync(folder, `${folder}.away`),
    plugIn: () => renameSync(`${folder}.away`, folder),
    onStep: () => {},
    garble(bytes) {
      only('a.tif', bytes)
      return ASK
    },
    garbles: 25,
  }
})

describe('a folder that a scanner saves to', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(root, 'f'))
  })
  const driver = (times = {}) => watchedFolder({ folder, name: 'w' }, { times: { ...TIMES, ...times } })
  const left = async () => (await readdir(folder)).filter(name => !name.startsWith('.'))

  test('gives its files with their bytes, and is empty after', async () => {
    const pdf = Buffer.from('%PDF-1.4\n1 0 obj <</Type/Page>> endobj\n%%EOF\n')
    for (const [name, bytes] of [
      ['a.jpg', jpeg],
      ['b.pdf', pdf],
    ] as const)
      await writeFile(join(folder, name), bytes)
    const pages = await run(driver(), folder, ASK)
    expect(pages.map(({ mime, bytes }) => [mime, sha256(bytes)])).toEqual([
      ['image/jpeg', sha256(jpeg)],
      ['application/pdf', sha256(pdf)],
    ])
    expect(await left()).toEqual([])
    expect(await readdir(join(folder, '.chuangtai-taken'))).toEqual([])
    await expect(run(driver(), folder, ASK)).rejects.toMatchObject({ fault: 'empty' })
    // Laid by for a day, in case that they could not be kept.
    const given = join(folder, '.chuangtai-given')
    expect(await readdir(given)).toHaveLength(2)
    writeFileSync(join(given, `${Date.now() - 25 * 60 * 60 * 1000}-old.jpg`), jpeg)
    await run(driver(), folder, ASK).catch(() => undefined)
    expect(await readdir(given)).toHaveLength(2)
  })

  test('gives each page of a TIFF of many', async () => {
    const tiff = await manyPages(['#ff0000', '#00ff00', '#0000ff'])
    await writeFile(join(folder, 'a.tif'), tiff)
    const pages = await run(driver(), folder, ASK)
    const colours = await Promise.all(pages.map(async ({ bytes }) => (await sharp(bytes).stats()).dominant))
    expect(colours.map(({ r, g, b }) => [r > 200, g > 200, b > 200])).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, true],
    ])
    expect(await left()).toEqual([])
  })

  test('waits for a file that is still being written, and takes it whole', async () => {
    const path = join(folder, 'slow.jpg')
    writeFileSync(path, jpeg.subarray(0, 100))
    const growing = setTimeout(() => appendFileSync(path, jpeg.subarray(100)), 60)
    const [page] = await run(driver({ grow: 5000 }), folder, ASK)
    clearTimeout(growing)
    expect(sha256(page!.bytes)).toBe(sha256(jpeg))
  })

  test('loses nothing of a caller that goes away before it has kept a page, and gives it once', async () => {
    await writeFile(join(folder, '1.jpg'), jpeg)
    await writeFile(join(folder, '2.jpg'), await image('#00ff00').jpeg().toBuffer())
    for await (const _page of driver().run(folder, ASK, never())) break
    const pages = await run(driver(), folder, ASK)
    expect(pages.map(({ bytes }) => sha256(bytes))[0]).toBe(sha256(jpeg))
    expect(pages).toHaveLength(2)
    expect(await left()).toEqual([])
  })

  test('keeps what it cannot read where people see it, and what came before is good', async () => {
    await writeFile(join(folder, '1.jpg'), jpeg)
    await new Promise(resolve => setTimeout(resolve, 15))
    await writeFile(join(folder, '2.txt'), 'no image at all')
    const got: number[] = []
    const taking = (async () => {
      for await (const { number } of driver().run(folder, ASK, never())) got.push(number)
    })()
    await expect(taking).rejects.toMatchObject({ fault: 'unreadable', facts: { pages: 1 } })
    expect(got).toEqual([1])
    expect(await left()).toEqual(['2.txt'])
  })

  test('refuses what is too large before it reads it', async () => {
    await writeFile(join(folder, 'a.jpg'), '')
    await truncate(join(folder, 'a.jpg'), 2 ** 31)
    await expect(run(driver(), folder, ASK)).rejects.toMatchObject({ fault: 'unreadable' })
  })
})

/** TIFFs of one page each, chained: their offsets moved behind each other (TIFF 6.0, section 2). */
async function manyPages(colours: string[]): Promise<Buffer> {
  const parts = await Promise.all(colours.map(one => image(one).tiff({ compression: 'none' }).toBuffer()))
  const whole = Buffer.concat(parts.map(part => Buffer.concat([part, Buffer.alloc(part.length % 2)])))
  let base = 0
  const links: { at: number; first: number }[] = []
  for (const part of parts) {
    const first = part.readUInt32LE(4) + base
    const entries = whole.readUInt16LE(first)
    for (let entry = first + 2; entry < first + 2 + entries * 12; entry += 12) {
      const [tag, type, count] = [
        whole.readUInt16LE(entry),
        whole.readUInt16LE(entry + 2),
        whole.readUInt32LE(entry + 4),
      ]
      const size = count * ([0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8][type] ?? 1)
      const values = size > 4 ? whole.readUInt32LE(entry + 8) + base : entry + 8
      if (size > 4) whole.writeUInt32LE(values, entry + 8)
      if (tag === 273)
        for (let i = 0; i < count; i++) whole.writeUInt32LE(whole.readUInt32LE(values + i * 4) + base, values + i * 4)
    }
    links.push({ at: first + 2 + entries * 12, first })
    base += part.length + (part.length % 2)
  }
  links.forEach(({ at }, i) => whole.writeUInt32LE(links[i + 1]?.first ?? 0, at))
  return whole
}

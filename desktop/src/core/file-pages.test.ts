import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Blobs } from './blobs.ts'
import { FileFault } from './file-fault.ts'
import { filePages } from './file-pages.ts'
import { type PageWorkers, pageWorkers } from './pages/page-workers.ts'
import { tiffPage, tiffPages } from './pages/tiff-pages.ts'

const SIDE = { width: 240, height: 320 }
/** Pages of one file, each of its own grey with a line on it. */
async function tiffOf(greys: readonly number[]): Promise<Uint8Array> {
  const pages = await Promise.all(
    greys.map(grey =>
      sharp({ create: { ...SIDE, channels: 3, background: { r: grey, g: grey, b: grey } } })
        .png()
        .toBuffer(),
    ),
  )
  const bytes = await sharp(pages, { join: { animated: true } })
    .tiff({ compression: 'lzw' })
    .toBuffer()
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'tiff', pages: greys.length })
  return new Uint8Array(bytes)
}
const GREYS = [40, 120, 200] as const
const greyOf = async (bytes: Uint8Array) => Math.round((await sharp(bytes).stats()).channels[0]!.mean)

/** Where a directory has this tag: 256 is the width, 257 the height, 273 where the strips lie (TIFF 6.0). */
function entryOf(view: DataView, directory: number, tag: number): number {
  const count = view.getUint16(directory, true)
  const entries = Array.from({ length: count }, (_, i) => directory + 2 + i * 12)
  return entries.find(at => view.getUint16(at, true) === tag)!
}

describe('a file of several pages', () => {
  const here = {} as { pages: PageWorkers; tiff: Uint8Array; kept: Uint8Array[] }
  beforeAll(async () => {
    here.pages = pageWorkers()
    here.tiff = await tiffOf(GREYS)
  })
  afterAll(() => here.pages.close())

  /** What is kept of a file, page by page, and why it ended. */
  async function taken(bytes: Uint8Array): Promise<{ greys: number[]; fault?: string }> {
    const kept: Uint8Array[] = []
    const add = async (picture: { bytes: Uint8Array; mime: string }) => {
      kept.push(picture.bytes)
      return { hash: String(kept.length), mime: picture.mime, size: picture.bytes.length }
    }
    const store = filePages({
      kept: { addMade: add } as unknown as Blobs,
      pages: here.pages,
      noted: async file => file,
      get: () => Promise.reject(new Error('nothing is read')),
    })
    const end: { fault?: string } = {}
    try {
      for await (const page of store.addPages(bytes, 'somebody')) expect(page.mime).toBe('image/jpeg')
    } catch (error) {
      if (!(error instanceof FileFault)) throw error
      end.fault = error.code
    }
    return { greys: await Promise.all(kept.map(greyOf)), ...end }
  }

  test('is taken in page by page, in its order', async () => {
    const { greys, fault } = await taken(here.tiff)
    expect(fault).toBeUndefined()
    expect(greys).toHaveLength(3)
    expect(greys).toEqual([...greys].sort((a, b) => a - b))
    expect(new Set(greys).size).toBe(3)
    const [page] = tiffPages(here.tiff)
    expect((await taken(tiffPage(here.tiff, page!))).greys).toHaveLength(1)
  })

  test('keeps the pages before one that is damaged', async () => {
    const damaged = here.tiff.slice()
    const view = new DataView(damaged.buffer)
    const strips = entryOf(view, tiffPages(damaged)[2]!.at, 273)
    const value = view.getUint32(strips + 8, true)
    const first = view.getUint32(strips + 4, true) > 1 ? view.getUint32(value, true) : value
    damaged.fill(0xff, first, first + 24)
    const { greys, fault } = await taken(damaged)
    expect(greys).toHaveLength(2)
    expect(fault).toBe('broken')
  })

  test('is refused before a page of it is decoded when one is too large, or there are too many', async () => {
    const bomb = here.tiff.slice()
    const view = new DataView(bomb.buffer)
    const { at } = tiffPages(bomb)[2]!
    for (const entry of [256, 257].map(tag => entryOf(view, at, tag))) {
      view.setUint16(entry + 2, 4, true)
      view.setUint32(entry + 8, 40_000, true)
    }
    expect(await taken(bomb)).toEqual({ greys: [], fault: 'too-many-pixels' })
    expect(await taken(await tiffOf(Array.from({ length: 51 }, (_, i) => i * 4)))).toEqual({
      greys: [],
      fault: 'many-pages',
    })
  })
})

test('a page of a TIFF is a TIFF of its own', async () => {
  const tiff = await tiffOf(GREYS)
  const pages = tiffPages(tiff)
  expect(pages).toHaveLength(3)
  for (const [i, page] of pages.entries()) {
    const own = tiffPage(tiff, page)
    expect((await sharp(own).metadata()).pages ?? 1).toBe(1)
    expect(await greyOf(own)).toBe(GREYS[i])
  }
})

test('a chain that leads out of the file or into itself has no pages, and none is read without end', async () => {
  const tiff = await tiffOf(GREYS)
  const [first, second] = tiffPages(tiff)
  const lead = (link: number, to: number) => {
    const bytes = tiff.slice()
    new DataView(bytes.buffer).setUint32(link, to, true)
    return tiffPages(bytes)
  }
  expect(lead(second!.link, first!.at)).toEqual([])
  expect(lead(second!.link, tiff.length)).toEqual([])
  expect(lead(4, 3)).toEqual([])
  for (let length = 0; length < 60; length++) expect(tiffPages(tiff.subarray(0, length))).toEqual([])
  // Empty directories, each leading to the next.
  const chain = new Uint8Array(8 + 6 * 5000)
  const view = new DataView(chain.buffer)
  view.setUint32(0, 0x49492a00)
  for (let i = 0; i <= 5000; i++) if (4 + i * 6 + 4 <= chain.length) view.setUint32(i ? 4 + i * 6 : 4, 8 + i * 6, true)
  expect(tiffPages(chain)).toHaveLength(1000)
})

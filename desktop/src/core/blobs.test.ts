import { createHmac, randomBytes } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Blobs, blobs, hashOf } from './blobs.ts'
import { FileFault } from './file-fault.ts'
import { takePlainBlobs } from './open-blobs.ts'
import { FILE_BYTES } from './pictures.ts'

const SECRETS = { blobs: randomBytes(32), blobNames: randomBytes(32) }

let folder: string
let files: Blobs

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blobs-'))
  files = blobs(folder, SECRETS)
})

afterEach(() => rm(folder, { recursive: true, force: true }))

/** Where a blob lies: nothing of its hash is in the path. */
function placeOf(name: string): string[] {
  const hidden = createHmac('sha256', SECRETS.blobNames).update(name).digest('hex')
  return [folder, hidden.slice(0, 2), hidden.slice(2, 4), hidden]
}

/** A picture with detail everywhere, so that cutting it anywhere shows. */
const picture = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, background: '#8090a0', noise: { type: 'gaussian', mean: 120, sigma: 30 } },
  })

const pdf = new TextEncoder().encode('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')

async function faultOf(work: Promise<unknown>): Promise<FileFault> {
  const fault = await work.catch((error: unknown) => error)
  if (fault instanceof FileFault) return fault
  throw new Error('no fault', { cause: fault })
}

const everything = async () =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter(f => f.isFile()).map(f => f.name)

test('a page keeps its bytes under their hash, once, however often and however many at a time it is added', async () => {
  const bytes = new Uint8Array(await picture(640, 480).jpeg().toBuffer())
  const stored = await Promise.all([files.add(bytes), files.add(bytes), files.add(bytes)])
  const hash = hashOf(bytes)
  expect(stored).toEqual(Array(3).fill({ hash, mime: 'image/jpeg', size: bytes.length, width: 640, height: 480 }))
  expect(await everything()).toEqual([placeOf(hash).at(-1)])
  const onDisk = await readFile(join(...placeOf(hash)))
  expect(onDisk.length).toBe(bytes.length + 29)
  expect(onDisk.includes(Buffer.from(bytes.subarray(0, 16)))).toBe(false)
  expect(await files.get(hash)).toEqual({ mime: 'image/jpeg', bytes })
  expect(await files.has(hash)).toBe(true)
  expect(await files.add(pdf)).toEqual({ hash: hashOf(pdf), mime: 'application/pdf', size: pdf.length })
})

test('what a camera wrote beside a photo goes, and the photo stands upright', async () => {
  const exif = { IFD0: { Make: 'Camera', Artist: '某某' }, IFD3: { GPSLatitude: '23/1 7/1 0/1' } }
  const sideways = await picture(300, 200)
    .jpeg()
    .withExif(exif)
    .withMetadata({ orientation: 6 })
    .withExif(exif)
    .toBuffer()
  const found = await sharp(sideways).metadata()
  expect([found.orientation, Boolean(found.exif)]).toEqual([6, true])
  const stored = await files.add(new Uint8Array(sideways))
  expect(stored).toMatchObject({ mime: 'image/jpeg', width: 200, height: 300 })
  const kept = await sharp((await files.get(stored.hash)).bytes).metadata()
  expect([kept.exif, kept.orientation, kept.width, kept.height]).toEqual([undefined, undefined, 200, 300])
})

test('pages of other formats become JPEG, and none is longer than 4,096 pixels', async () => {
  const tiff = await files.add(new Uint8Array(await picture(200, 300).tiff().toBuffer()))
  expect(tiff).toMatchObject({ mime: 'image/jpeg', width: 200, height: 300 })
  const webp = await files.add(new Uint8Array(await picture(200, 300).webp().toBuffer()))
  expect(webp).toMatchObject({ mime: 'image/jpeg' })
  const long = await files.add(new Uint8Array(await picture(5000, 500).jpeg().toBuffer()))
  expect(long).toMatchObject({ mime: 'image/jpeg', width: 4096, height: 410 })
})

test('a portrait is 358 × 441, cut and not stretched; a tiny one is refused', async () => {
  const left = await sharp({ create: { width: 400, height: 1000, channels: 3, background: '#ff0000' } })
    .png()
    .toBuffer()
  const wide = await picture(1200, 1000)
    .composite([{ input: left, left: 0, top: 0 }])
    .jpeg()
    .toBuffer()
  const stored = await files.addPortrait(new Uint8Array(wide))
  expect(stored).toMatchObject({ mime: 'image/jpeg', width: 358, height: 441 })
  const { bytes } = await files.get(stored.hash)
  expect((await sharp(bytes).metadata()).density).toBe(350)
  // Of 1,200 columns the middle 812 are left: the first 206 of them, 91 of 358, are red.
  const red = await sharp(bytes).extract({ left: 0, top: 220, width: 358, height: 1 }).raw().toBuffer()
  const count = Array.from({ length: 358 }, (_, x) => red[x * 3]! > 180 && red[x * 3 + 1]! < 80).filter(Boolean).length
  expect(Math.abs(count - 91)).toBeLessThan(6)
  expect(await faultOf(files.addPortrait(new Uint8Array(await picture(100, 130).jpeg().toBuffer())))).toMatchObject({
    code: 'too-small',
    facts: { width: 100, height: 130 },
  })
  expect((await faultOf(files.addPortrait(pdf))).code).toBe('not-a-picture')
})

test('a thumbnail is small, made once, and of a PDF the PDF itself', async () => {
  const { hash } = await files.add(new Uint8Array(await picture(2000, 1000).jpeg().toBuffer()))
  const [small] = (await Promise.all([1, 2, 3].map(() => files.thumbnail(hash)))) as [
    { mime: string; bytes: Uint8Array },
  ]
  expect(await Promise.all([1, 2, 3].map(() => files.thumbnail(hash)))).toEqual([small, small, small])
  expect(await sharp(small.bytes).metadata()).toMatchObject({ format: 'jpeg', width: 320, height: 160 })
  await rm(join(...placeOf(hash)))
  expect(await files.thumbnail(hash)).toEqual(small)
  const page = await files.add(pdf)
  expect(await files.thumbnail(page.hash)).toEqual({ mime: 'application/pdf', bytes: pdf })
})

test('too much is refused by what it says of itself, before anything is decoded', async () => {
  const huge = new Uint8Array(200 * 2 ** 20)
  expect(await faultOf(files.add(huge))).toMatchObject({
    code: 'too-large',
    facts: { size: 200, limit: FILE_BYTES / 2 ** 20 },
  })
  const bomb = new Uint8Array(
    await sharp({ create: { width: 7500, height: 7000, channels: 3, background: '#fff' }, limitInputPixels: false })
      .png({ compressionLevel: 1 })
      .toBuffer(),
  )
  expect(bomb.length).toBeLessThan(2 ** 21)
  const start = performance.now()
  const before = process.memoryUsage().rss
  expect(await faultOf(files.add(bomb))).toMatchObject({ code: 'too-many-pixels', facts: { pixels: 53, limit: 50 } })
  expect(await faultOf(files.addPortrait(bomb))).toMatchObject({ code: 'too-many-pixels' })
  expect(performance.now() - start).toBeLessThan(1000)
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20)
  expect(await everything()).toEqual([])
})

test('what is no picture, or a broken one, is refused whatever its name would say', async () => {
  const text = (s: string) => new TextEncoder().encode(s)
  for (const bytes of [
    new Uint8Array(),
    text('MZ\x90\0'),
    text('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    text('GIF89a'),
    text('<html>'),
  ])
    expect((await faultOf(files.add(bytes))).code).toBe('not-a-picture')
  for (const image of [
    picture(800, 600).jpeg(),
    picture(800, 600).png(),
    picture(800, 600).webp(),
    picture(800, 600).tiff(),
  ]) {
    const bytes = new Uint8Array(await image.toBuffer())
    expect((await faultOf(files.add(bytes.slice(0, bytes.length >> 1)))).code).toBe('broken')
    expect((await faultOf(files.add(bytes.slice(0, 60)))).code).toBe('broken')
  }
  expect((await faultOf(files.add(pdf.slice(0, 40)))).code).toBe('broken')
  expect(await everything()).toEqual([])
})

test('bytes from the other side are held against their hash; what rotted on the disk is laid aside to be fetched again', async () => {
  const bytes = new Uint8Array(await picture(100, 100).jpeg().toBuffer())
  const hash = hashOf(bytes)
  expect((await faultOf(files.put(hash, bytes.with(50, bytes[50]! ^ 1)))).code).toBe('damaged')
  expect((await faultOf(files.get(hash))).code).toBe('missing')
  await files.put(hash, bytes)
  const path = join(...placeOf(hash))
  const sealed = await readFile(path)
  for (const at of [0, 1, 20, sealed.length >> 1, sealed.length - 1]) {
    await writeFile(path, new Uint8Array(sealed).with(at, sealed[at]! ^ 1))
    expect((await faultOf(files.get(hash))).code).toBe('damaged')
    expect(await files.has(hash)).toBe(false)
    await files.put(hash, bytes)
    expect((await files.get(hash)).bytes).toEqual(bytes)
  }
  // A file under another's name does not open, though its key is right.
  const other = await files.add(pdf)
  await copyFile(join(...placeOf(other.hash)), path)
  expect((await faultOf(files.get(hash))).code).toBe('damaged')
  for (const path of ['../../../etc/passwd', `${hash}/..`, hash.toUpperCase(), ''])
    expect((await faultOf(files.get(path))).code).toBe('missing')
})

test.skipIf(process.platform !== 'linux')('a full disk is said to be full, and leaves no half file', async () => {
  const hash = hashOf(pdf)
  const name = placeOf(hash).at(-1)!
  const place = join(...placeOf(hash).slice(0, -1))
  await mkdir(place, { recursive: true })
  // Where the half file is written stands a device that is always full.
  await symlink('/dev/full', join(place, `.${name}.${process.pid}.part`))
  expect((await faultOf(files.add(pdf))).code).toBe('disk-full')
  expect(await files.has(hash)).toBe(false)
  expect(await everything()).toEqual([])
  expect((await files.add(pdf)).hash).toBe(hash)
})

test('a folder that cannot be written says so', async () => {
  await writeFile(join(folder, 'file'), '')
  expect((await faultOf(blobs(join(folder, 'file'), SECRETS).add(pdf))).code).toBe('unwritable')
})

test('pages that lay plain in a folder of before are taken over, and a damaged one is left alone', async () => {
  const before = join(folder, 'before')
  const bytes = new Uint8Array(await picture(100, 100).jpeg().toBuffer())
  for (const [hash, content] of [[hashOf(bytes), bytes] as const, [hashOf(pdf), pdf] as const]) {
    await mkdir(join(before, hash.slice(0, 2)), { recursive: true })
    await writeFile(join(before, hash.slice(0, 2), hash), content)
    await writeFile(join(before, hash.slice(0, 2), `${hash}.jpg`), 'a thumbnail')
  }
  const spoilt = hashOf(new Uint8Array([1]))
  await writeFile(join(before, spoilt), 'something else')
  await takePlainBlobs(before, files)
  expect((await files.get(hashOf(bytes))).bytes).toEqual(bytes)
  expect((await files.get(hashOf(pdf))).bytes).toEqual(pdf)
  await rm(join(before, spoilt))
  await takePlainBlobs(before, files)
  expect((await readdir(folder)).includes('before')).toBe(false)
  await takePlainBlobs(before, files)
})

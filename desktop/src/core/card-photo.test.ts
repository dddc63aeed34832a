import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { bitmapPixels } from './bitmap.ts'
import { isProgram, openCardPhotos } from './card-photo.ts'
import type { Notes } from './notes.ts'

const SCRIPT = join(import.meta.dirname, '../../../native-bridges/src/photo-program.fixture.ts')
const WLT = new Uint8Array(1024).fill(0x60)

function memory(): Notes {
  const kept = new Map<string, unknown>()
  return {
    get: async <T>(id: string) => structuredClone(kept.get(id)) as T | undefined,
    put: async (id, value) => void kept.set(id, structuredClone(value)),
  }
}
const decoder = (how: string) => ({ program: process.execPath, args: [SCRIPT, how, '{wlt}', '{picture}'] })

test('the photo of a card is shown by the program that was set up, also after a restart, and by none before', async () => {
  const notes = memory()
  const photos = await openCardPhotos(notes, 60_000)
  expect(photos.shown(WLT)).toBeUndefined()
  await photos.use(decoder('well'))
  const shown = await (await openCardPhotos(notes, 60_000)).shown(WLT)!
  const { data, info } = await sharp(shown).raw().toBuffer({ resolveWithObject: true })
  expect(info).toMatchObject({ width: 102, height: 126, channels: 3 })
  expect([...data.subarray(0, 3)]).toEqual([0x60, 0x60, 0x60])
  expect([...data.subarray(125 * 102 * 3, 125 * 102 * 3 + 3)]).toEqual([0, 0, 255])
  // The same card is decoded once.
  expect(photos.shown(WLT)).toBe(photos.shown(WLT))
  await photos.use(undefined)
  expect(photos.shown(WLT)).toBeUndefined()
})

test('what is no picture of a card is never shown', async () => {
  const photos = await openCardPhotos(memory(), 60_000)
  await photos.use(decoder('text'))
  await expect(photos.shown(WLT)).rejects.toThrow()
  const folder = await mkdtemp(join(tmpdir(), 'chuangtai-decoder-'))
  /** A program that says these bytes, whatever it is given. */
  const print = async (bytes: Uint8Array) => {
    const path = join(folder, 'picture')
    await writeFile(path, bytes)
    return process.platform === 'win32'
      ? { program: process.execPath, args: ['-e', `process.stdout.write(fs.readFileSync(${JSON.stringify(path)}))`] }
      : { program: '/bin/cat', args: [path] }
  }
  const plain = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#888' } })
  for (const bytes of [await plain(2100, 100).png().toBuffer(), await plain(30, 30).jpeg().toBuffer()]) {
    await photos.use(await print(bytes))
    await expect(photos.shown(WLT)).rejects.toThrow()
  }
  for (const bytes of [
    await plain(102, 126).gif().toBuffer(),
    (await plain(358, 441).jpeg().toBuffer()).subarray(0, 900),
  ]) {
    await photos.use(await print(bytes))
    await expect(photos.shown(WLT)).rejects.toThrow()
  }
  await photos.use(await print(await plain(358, 441).jpeg().toBuffer()))
  expect(await sharp(await photos.shown(WLT)!).metadata()).toMatchObject({ format: 'png', width: 358 })
  await rm(folder, { recursive: true })
})

test('a bitmap is read to the pixel, whichever row it begins with, and nothing of one that is cut off', () => {
  const bitmap = (height: number, bits: number) => {
    const bytes = Buffer.alloc(54 + 2 * 8)
    bytes.write('BM')
    bytes.writeUInt32LE(54, 10)
    bytes.writeInt32LE(2, 18)
    bytes.writeInt32LE(height, 22)
    bytes.writeUInt16LE(bits, 28)
    bytes.set([1, 2, 3], 54)
    return bytes
  }
  const [up, down] = [bitmapPixels(bitmap(2, 24), 100)!, bitmapPixels(bitmap(-2, 32), 100)!]
  expect([...up.data.subarray(6, 9)]).toEqual([3, 2, 1])
  expect([...down.data.subarray(0, 3)]).toEqual([3, 2, 1])
  const whole = bitmap(2, 24)
  for (let length = 0; length < whole.length; length++)
    expect(bitmapPixels(whole.subarray(0, length), 100)).toBeUndefined()
  expect(bitmapPixels(bitmap(2, 8), 100)).toBeUndefined()
  expect(bitmapPixels(bitmap(101, 24), 100)).toBeUndefined()
  expect(bitmapPixels(bitmap(-2147483648, 24), 100)).toBeUndefined()
})

test('a program is a file at a whole path that may be run', async () => {
  expect(await isProgram(process.execPath)).toBe(true)
  expect(await isProgram('node')).toBe(false)
  expect(await isProgram('/no/such/program')).toBe(false)
  expect(await isProgram(import.meta.dirname)).toBe(false)
  if (process.platform !== 'win32') expect(await isProgram(join(import.meta.dirname, 'notes.ts'))).toBe(false)
})

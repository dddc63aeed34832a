import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import sharp from 'sharp'
import { DeviceError, type DeviceInfo } from '../driver.ts'
import { exclusiveDriver } from '../exclusive-driver.ts'
import { namesIn } from '../kept-files.ts'
import { presence } from '../presence.ts'
import { pause, unless } from '../waiting.ts'
import type { ScanAsk, ScannedPage, ScannerDriver } from './scanner.ts'
import { tiffDirectories, wholeImage } from './whole-image.ts'

export interface WatchedFolder {
  /** Where the scanner saves its files. */
  folder: string
  name: string
}

export interface FolderTimes {
  /** Milliseconds that a file's size must stand still before it counts as written. */
  still: number
  /** Milliseconds that the first file may take to appear, when there is none. */
  wait: number
  /** Milliseconds that a file may go on growing. */
  grow: number
  every?: number
}

const TIMES: FolderTimes = { still: 700, wait: 5000, grow: 60_000 }
/** Taken files lie here, in the same folder, until their pages are kept: a move within a folder is whole or not at all. */
const TAKEN = '.chuangtai-taken'
/** And here for a day after they were handed out, for the case that the window could not keep them after all. */
const GIVEN = '.chuangtai-given'
const DAY = 24 * 60 * 60 * 1000
/** What systems put into folders by themselves. */
const NOT_OURS = /^(\.|~|thumbs\.db$|desktop\.ini$)|\.(tmp|part|crdownload)$/i
const MOST_BYTES = 64 * 1024 * 1024
const MOST_PIXELS = 100_000_000

/**
 * A scanner that only saves files: a scan takes those that lie in its folder, oldest first. A file is moved aside before it
 * is read, so that nobody takes it twice. Once the caller has asked for what comes after it, it is laid by, and deleted a day
 * later. What a caller left unfinished is handed out first the next time.
 */
export function watchedFolder(
  { folder, name }: WatchedFolder,
  { simulated = false, times = {} }: { simulated?: boolean; times?: Partial<FolderTimes> } = {},
): ScannerDriver {
  const info: DeviceInfo = { id: folder, name, kind: 'scanner', simulated }
  const here = () => stat(folder).then(found => found.isDirectory())
  const present = presence([info], here, times.every)
  return exclusiveDriver<ScanAsk, ScannedPage>({
    kind: 'scanner',
    list: present.list,
    watch: listener => present.watch(listener),
    purpose: () => 'scan',
    async *work(_device, _ask, signal) {
      const at = { folder, signal, times: { ...TIMES, ...times }, pages: 0 }
      try {
        yield* files(at)
      } catch (error) {
        if (error instanceof DeviceError) throw error
        if (!(await here().catch(() => false))) throw new DeviceError('absent', String(error), { pages: at.pages })
        throw denied(error, at.pages)
      }
    },
  })
}

interface At {
  folder: string
  signal: AbortSignal
  times: FolderTimes
  /** Pages handed out so far. */
  pages: number
}

async function* files(at: At): AsyncGenerator<ScannedPage> {
  const aside = join(at.folder, TAKEN)
  await mkdir(aside, { recursive: true })
  await mkdir(join(at.folder, GIVEN), { recursive: true })
  await sweep(join(at.folder, GIVEN))
  for (const left of await namesIn(aside)) yield* pagesOf(at, join(aside, left))
  for (const name of await firstFiles(at)) {
    await written(at, join(at.folder, name))
    const mine = join(aside, `${Date.now()}-${name}`)
    await taken(at, join(at.folder, name), mine)
    yield* pagesOf(at, mine, join(at.folder, name))
  }
  if (!at.pages) throw new DeviceError('empty', 'no file is there', { pages: 0 })
}

async function firstFiles(at: At): Promise<string[]> {
  const until = performance.now() + (at.pages ? 0 : at.times.wait)
  for (;;) {
    const found = await waiting(at.folder)
    if (found.length || performance.now() >= until) return found
    await pause(Math.min(200, at.times.still), at.signal)
  }
}

/** Oldest first, and by name where two are as old. */
async function waiting(folder: string): Promise<string[]> {
  const names = (await namesIn(folder)).filter(name => !NOT_OURS.test(name))
  const found: { name: string; age: number }[] = []
  for (const name of names) {
    const file = await stat(join(folder, name)).catch(() => undefined)
    if (file?.isFile()) found.push({ name, age: file.mtimeMs })
  }
  return found.sort((one, other) => one.age - other.age || (one.name < other.name ? -1 : 1)).map(({ name }) => name)
}

/** Waits until the file stands still and is a whole image or PDF. */
async function written(at: At, path: string): Promise<void> {
  const { pages, signal, times } = at
  const until = performance.now() + times.grow
  for (;;) {
    const before = await stat(path)
    if (before.size > MOST_BYTES) throw new DeviceError('unreadable', `a file of ${before.size} bytes`, { pages })
    await pause(times.still, signal)
    const after = await stat(path)
    const still = before.size === after.size && before.mtimeMs === after.mtimeMs
    if (still && wholeImage(await readFile(path))) return
    if (still && !(await begins(path)))
      throw new DeviceError('unreadable', 'a file that is no image and no PDF', { pages })
    if (performance.now() >= until) throw new DeviceError('unreadable', 'a file that is never finished', { pages })
  }
}

/** Whether it begins as an image or PDF does, so that its end may still come; an empty one may become anything. */
async function begins(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(8), 0, 8, 0)
    return (
      !bytesRead || /^(\xff\xd8|\x89PNG|%PDF-|II\*\0|MM\0\*)/.test(buffer.subarray(0, bytesRead).toString('latin1'))
    )
  } finally {
    await file.close()
  }
}

/** @throws {DeviceError} `busy` while the scanner's program still holds the file, as Windows says */
async function taken({ pages }: At, from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EBUSY' || (code === 'EPERM' && process.platform === 'win32'))
      throw new DeviceError('busy', `the file is held by another program: ${code}`, { pages }, { cause })
    throw cause
  }
}

/** The pages of one taken file. One that turns out to be unreadable goes back to where people see it. */
async function* pagesOf(at: At, path: string, back?: string): AsyncGenerator<ScannedPage> {
  const bytes = await readFile(path)
  const mime = wholeImage(bytes)
  try {
    if (!mime) throw new DeviceError('unreadable', 'a file that is no whole image or PDF', { pages: at.pages })
    const pages = mime === 'image/tiff' ? tiffDirectories(bytes) : 1
    for (let page = 0; page < pages; page++) {
      const part = pages > 1 ? await tiffPage(at, bytes, page) : new Uint8Array(bytes)
      at.pages++
      yield { number: at.pages, mime, bytes: part }
    }
  } catch (error) {
    const home = back ?? join(at.folder, basename(path).replace(/^\d+-/, ''))
    if (error instanceof DeviceError && error.fault === 'unreadable') await rename(path, home).catch(() => undefined)
    throw error
  }
  await rename(path, join(at.folder, GIVEN, basename(path)))
}

/** Their names begin with when they were taken. */
async function sweep(given: string): Promise<void> {
  for (const name of await namesIn(given))
    if (Number.parseInt(name, 10) < Date.now() - DAY) await rm(join(given, name), { force: true })
}

async function tiffPage({ pages, signal }: At, bytes: Buffer, page: number): Promise<Uint8Array> {
  try {
    const image = sharp(bytes, { page, limitInputPixels: MOST_PIXELS, failOn: 'error' }).withMetadata()
    return new Uint8Array(await unless(signal, image.tiff({ compression: 'lzw' }).toBuffer()))
  } catch (cause) {
    if (cause instanceof DeviceError) throw cause
    throw new DeviceError('unreadable', `page ${page + 1} of a TIFF: ${String(cause)}`, { pages }, { cause })
  }
}

function denied(error: unknown, pages: number): DeviceError {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new DeviceError('auth', message, { pages, rights: 'folder' }, { cause: error })
  return new DeviceError('broken', message, { pages }, { cause: error })
}

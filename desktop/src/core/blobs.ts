import { createHash } from 'node:crypto'
import { open, readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../../../native-bridges/src/kept-files.ts'
import type { StoredFile } from '../api.ts'
import { FileFault } from './file-fault.ts'
import { asKept, asPortrait, asThumbnail, mimeOf, type Picture } from './pictures.ts'

/** Pages and photos by the sha-256 of their bytes (hex). A path is made of a hash alone, never of a name. */
export interface Blobs {
  /** Takes a page, photo or PDF as `asKept` makes it. Durable when it answers; the same twice is one. @throws {FileFault} */
  add(bytes: Uint8Array): Promise<StoredFile>
  /** Takes a photo cut to a permit's size. @throws {FileFault} */
  addPortrait(bytes: Uint8Array): Promise<StoredFile>
  /** Takes bytes of which another side said that this is their hash, as they are. @throws {FileFault} `damaged` when it is not */
  put(hash: string, bytes: Uint8Array): Promise<void>
  has(hash: string): Promise<boolean>
  /** @throws {FileFault} `missing` or `damaged` */
  get(hash: string): Promise<{ mime: string; bytes: Uint8Array }>
  /** A small JPEG, kept once it was made; of a PDF the PDF itself. @throws {FileFault} */
  thumbnail(hash: string): Promise<{ mime: string; bytes: Uint8Array }>
}

/** Blobs in `ab/cd/<hash>` below a folder, which is made when missing. */
export function blobs(folder: string): Blobs {
  const has = async (hash: string) => (await stat(pathOf(folder, hash)).catch(noneWhenAbsent)) !== undefined
  // Two writes of one file at a time would take each other's half file away.
  const writing = new Map<string, Promise<void>>()
  const once = (name: string, work: () => Promise<void>): Promise<void> => {
    const under = writing.get(name) ?? work().finally(() => writing.delete(name))
    writing.set(name, under)
    return under
  }
  const keep = (hash: string, bytes: Uint8Array) =>
    once(hash, async () => {
      if (!(await has(hash))) await written(placeOf(folder, hash), hash, bytes)
    })
  const take = async ({ bytes, mime, width, height }: Picture): Promise<StoredFile> => {
    const hash = hashOf(bytes)
    await keep(hash, bytes)
    return { hash, mime, size: bytes.byteLength, ...(width && { width }), ...(height && { height }) }
  }
  const get = async (hash: string) => {
    const path = pathOf(folder, hash)
    const bytes = await readFile(path).catch(noneWhenAbsent)
    if (!bytes) throw new FileFault('missing')
    if (hashOf(bytes) !== hash) {
      await rename(path, `${path}.damaged`)
      throw new FileFault('damaged')
    }
    return { mime: mimeOf(bytes) ?? 'application/octet-stream', bytes: new Uint8Array(bytes) }
  }
  return {
    add: async bytes => take(await asKept(bytes)),
    addPortrait: async bytes => take(await asPortrait(bytes)),
    async put(hash, bytes) {
      if (hashOf(bytes) !== hash) throw new FileFault('damaged')
      await keep(hash, bytes)
    },
    has,
    get,
    async thumbnail(hash) {
      const kept = await readFile(`${pathOf(folder, hash)}.jpg`).catch(noneWhenAbsent)
      if (kept) return { mime: 'image/jpeg', bytes: new Uint8Array(kept) }
      const whole = await get(hash)
      const bytes = await asThumbnail(whole.bytes)
      if (!bytes) return whole
      await once(`${hash}.jpg`, () => written(placeOf(folder, hash), `${hash}.jpg`, bytes))
      return { mime: 'image/jpeg', bytes }
    },
  }
}

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

function placeOf(folder: string, hash: string): string {
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new FileFault('missing')
  return join(folder, hash.slice(0, 2), hash.slice(2, 4))
}

const pathOf = (folder: string, hash: string) => join(placeOf(folder, hash), hash)

/** There whole or not at all, also after a power cut: the file is synced before it is renamed, its folder after. */
async function written(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeWhole(folder, name, bytes)
    // A folder cannot be opened on Windows, whose NTFS journals the renaming.
    if (process.platform !== 'win32') await syncFolder(folder)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new FileFault(code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'unwritable', {}, { cause: error })
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function noneWhenAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw new FileFault('unwritable', {}, { cause: error })
}

import { createHash } from 'node:crypto'
import { contentType } from '../../../shared-types/src/engine/content-type.ts'
import type { StoredFile } from '../api/files.ts'
import { FileFault } from './file-fault.ts'
import { asKept, asPortrait, asThumbnail, type Picture } from './pictures.ts'
import { type FileSecrets, sealedFiles } from './sealed-files.ts'

/** Pages and photos by the sha-256 of their bytes (hex), encrypted. A path is made of a hash alone, never of a name. */
export interface Blobs {
  /** Takes a page, photo or PDF as `asKept` makes it. Durable when it answers; the same twice is one. @throws {FileFault} */
  add(bytes: Uint8Array): Promise<StoredFile>
  /** Takes a photo cut to a permit's size. @throws {FileFault} */
  addPortrait(bytes: Uint8Array): Promise<StoredFile>
  /** Takes a page that was made here, with its thumbnail. @throws {FileFault} */
  addMade(page: Picture, thumbnail: Uint8Array | undefined): Promise<StoredFile>
  /** Takes bytes of which another side said that this is their hash, as they are. @throws {FileFault} `damaged` when it is not */
  put(hash: string, bytes: Uint8Array): Promise<void>
  has(hash: string): Promise<boolean>
  /** Where the sealed file lies, or would; a backup may link or copy it as it is. */
  pathOf(hash: string): string
  /** @throws {FileFault} `missing` or `damaged` */
  get(hash: string): Promise<{ mime: string; bytes: Uint8Array }>
  /** A small JPEG, kept once it was made; of a PDF the PDF itself. @throws {FileFault} */
  thumbnail(hash: string): Promise<{ mime: string; bytes: Uint8Array }>
  /** The file and what was made of it go for good; one that is not there is no fault. */
  remove(hash: string): Promise<void>
}

/** Blobs sealed below a folder, which is made when missing. */
export function blobs(folder: string, secrets: FileSecrets): Blobs {
  const files = sealedFiles(folder, secrets)
  // Two writes of one file at a time would take each other's half file away.
  const writing = new Map<string, Promise<void>>()
  const once = (name: string, work: () => Promise<void>): Promise<void> => {
    const under = writing.get(name) ?? work().finally(() => writing.delete(name))
    writing.set(name, under)
    return under
  }
  const keep = (hash: string, bytes: Uint8Array) =>
    once(hash, async () => {
      if (!(await files.has(hash))) await files.write(hash, bytes)
    })
  const take = async ({ bytes, mime, width, height }: Picture): Promise<StoredFile> => {
    const hash = hashOf(bytes)
    await keep(hash, bytes)
    return { hash, mime, size: bytes.byteLength, ...(width && { width }), ...(height && { height }) }
  }
  const get = async (hash: string) => {
    const bytes = await files.read(checked(hash))
    if (!bytes) throw new FileFault('missing')
    if (bytes === 'damaged' || hashOf(bytes) !== hash) {
      await files.layAside(hash)
      throw new FileFault('damaged')
    }
    return { mime: contentType(bytes) ?? 'application/octet-stream', bytes }
  }
  return {
    add: async bytes => take(await asKept(bytes)),
    addPortrait: async bytes => take(await asPortrait(bytes)),
    async addMade(page, thumbnail) {
      const stored = await take(page)
      if (thumbnail) await once(smallOf(stored.hash), () => files.write(smallOf(stored.hash), thumbnail))
      return stored
    },
    async put(hash, bytes) {
      if (hashOf(bytes) !== hash) throw new FileFault('damaged')
      await keep(hash, bytes)
    },
    has: async hash => files.has(checked(hash)),
    pathOf: hash => files.pathOf(checked(hash)),
    get,
    async thumbnail(hash) {
      const kept = await files.read(smallOf(checked(hash)))
      // A damaged one is made anew.
      if (kept && kept !== 'damaged') return { mime: 'image/jpeg', bytes: kept }
      const whole = await get(hash)
      const bytes = await asThumbnail(whole.bytes)
      if (!bytes) return whole
      await once(smallOf(hash), () => files.write(smallOf(hash), bytes))
      return { mime: 'image/jpeg', bytes }
    },
    async remove(hash) {
      for (const name of [smallOf(hash), checked(hash)]) await files.remove(name)
    },
  }
}

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const smallOf = (hash: string) => `${hash}.jpg`

function checked(hash: string): string {
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new FileFault('missing')
  return hash
}

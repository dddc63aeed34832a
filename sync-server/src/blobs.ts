import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Files by the SHA-256 of their content. */
export interface Blobs {
  /** Stores the content whole and durably, or not at all, and answers its size. */
  put(hash: string, content: Readable): Promise<number | 'too-large' | 'hash'>
  has(hash: string): Promise<boolean>
  read(hash: string): Readable
  /** Takes it off the disk; one that is not there is no fault. */
  remove(hash: string): Promise<void>
}

/** Where the file of that hash lies: what a sender calls a file never becomes a path. */
export const blobPath = (folder: string, hash: string): string => join(folder, hash.slice(0, 2), hash.slice(2, 4), hash)

/** Files under a folder, each at a path made of its hash. */
export function diskBlobs(folder: string, limit: number): Blobs {
  const pathOf = (hash: string) => blobPath(folder, hash)
  return {
    async put(hash, content) {
      const part = join(folder, 'parts', randomUUID())
      await mkdir(dirname(part), { recursive: true })
      try {
        const read = await receive(content, part, limit)
        if (read === 'too-large') return read
        if (read.hash !== hash) return 'hash'
        await settle(part, pathOf(hash))
        return read.size
      } finally {
        await rm(part, { force: true })
      }
    },
    has: hash =>
      stat(pathOf(hash)).then(
        () => true,
        () => false,
      ),
    read: hash => createReadStream(pathOf(hash)),
    remove: hash => rm(pathOf(hash), { force: true }),
  }
}

/** Writes content to a new file, made durable, and answers what was written; a file that is too large is left half. */
export async function receive(
  content: Readable,
  to: string,
  limit: number,
): Promise<{ hash: string; size: number } | 'too-large'> {
  const digest = createHash('sha256')
  const count = { size: 0 }
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      count.size += chunk.length
      digest.update(chunk)
      done(count.size > limit ? new Error('too large') : null, chunk)
    },
  })
  try {
    await pipeline(content, meter, createWriteStream(to, { flush: true }))
  } catch (error) {
    if (count.size > limit) return 'too-large'
    throw error
  }
  return { hash: digest.digest('hex'), size: count.size }
}

/** A rename within one file system is all or nothing; the folder is synced so that it survives a power cut too. */
async function settle(part: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  await rename(part, to)
  const folder = await open(dirname(to))
  await folder.sync().catch(() => {})
  await folder.close()
}

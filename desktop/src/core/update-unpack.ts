import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createGunzip } from 'node:zlib'
import type { UpdateFile } from '../../../shared-types/src/model/update.ts'
import type { OpenedUpdate } from './update-open.ts'
import { syncFolder } from './update-place.ts'
import { UpdateRefusal } from './update-refusal.ts'

/**
 * Lays the files of a checked package into a folder that nothing lies in yet, each durable and as it was signed.
 * @throws UpdateRefusal for what is not what was signed; what the file system throws
 */
export async function unpack(path: string, { manifest, at }: OpenedUpdate, folder: string): Promise<void> {
  const packed = createReadStream(path, { start: at })
  const plain = packed.pipe(createGunzip())
  // A pipe does not hand on what broke before it.
  packed.on('error', error => plain.destroy(error))
  const bytes = cut(plain)
  const folders = new Set<string>([folder])
  for (const file of manifest.files) {
    const target = pathIn(folder, file)
    await mkdir(dirname(target), { recursive: true })
    for (let at = dirname(target); at.length > folder.length; at = dirname(at)) folders.add(at)
    await writeFile(target, file, bytes.next(file.size))
  }
  if (await bytes.more()) throw new UpdateRefusal('altered')
  for (const made of folders) await syncFolder(made)
}

/** Whether all files of a version lie in its folder as they were signed. */
export async function isWhole(files: readonly UpdateFile[], folder: string): Promise<boolean> {
  for (const file of files) {
    const bytes = await readFile(pathIn(folder, file)).catch(() => undefined)
    if (!bytes || createHash('sha256').update(bytes).digest('hex') !== file.sha256) return false
  }
  return true
}

const pathIn = (folder: string, { path }: UpdateFile) => join(folder, ...path.split('/'))

async function writeFile(target: string, { sha256, exec }: UpdateFile, content: AsyncIterable<Uint8Array>) {
  const digest = createHash('sha256')
  const out = await open(target, 'wx', exec ? 0o755 : 0o644)
  try {
    for await (const piece of content) {
      digest.update(piece)
      await out.writeFile(piece)
    }
    if (digest.digest('hex') !== sha256) throw new UpdateRefusal('altered')
    await out.sync()
  } finally {
    await out.close()
  }
}

/** Cuts a stream into pieces of known sizes. What is no gzip, or ends too early, is altered. */
function cut(source: AsyncIterable<Buffer>) {
  const chunks = source[Symbol.asyncIterator]()
  const held: { rest: Buffer } = { rest: Buffer.alloc(0) }
  async function fill(): Promise<boolean> {
    while (held.rest.length === 0) {
      const { done, value } = await chunks.next().catch((cause: unknown) => {
        throw new UpdateRefusal('altered', { cause })
      })
      if (done) return false
      held.rest = value
    }
    return true
  }
  return {
    more: fill,
    async *next(size: number): AsyncGenerator<Uint8Array> {
      for (let left = size; left > 0; ) {
        if (!(await fill())) throw new UpdateRefusal('altered')
        const piece = held.rest.subarray(0, left)
        held.rest = held.rest.subarray(piece.length)
        left -= piece.length
        yield piece
      }
    },
  }
}

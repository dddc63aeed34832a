import { createHash, type KeyObject, sign } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { lstat, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { makeUpdateHead, updateHead } from '../../shared-types/src/engine/update-package.ts'
import type { UpdateFile, UpdateManifest } from '../../shared-types/src/model/update.ts'

interface Packing {
  from: string
  out: string
  /** Ed25519, private. */
  key: KeyObject
  about: Omit<UpdateManifest, 'format' | 'files' | 'payload'>
}

/**
 * Packs every file of a folder and signs what was packed. The same folder gives the same payload.
 * @throws Error for what cannot be packed: links, names that some system does not take, a `run` that is not there
 */
export async function packUpdate({ from, out, key, about }: Packing): Promise<UpdateManifest> {
  const files: UpdateFile[] = []
  for (const path of await filesIn(from)) files.push(await fileOf(from, path))
  const packed = `${out}.payload`
  try {
    await pipeline(Readable.from(contentOf(from, files)), createGzip({ level: 9 }), createWriteStream(packed))
    const manifest: UpdateManifest = { format: 1, ...about, files, payload: await sumOf(packed) }
    const head = makeUpdateHead(manifest, bytes => sign(null, bytes, key))
    // Whoever gets it refuses what cannot be read back; better here than there.
    if (!updateHead(head))
      throw new Error(`no window would take this manifest: ${JSON.stringify({ ...about, files: files.length })}`)
    await writeFile(out, head)
    await pipeline(createReadStream(packed), createWriteStream(out, { flags: 'a', flush: true }))
    return manifest
  } finally {
    await rm(packed, { force: true })
  }
}

/** Relative paths with `/`, sorted by their code units. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const odd = entries.find(entry => !entry.isFile() && !entry.isDirectory())
  if (odd) throw new Error(`${join(odd.parentPath, odd.name)} is no plain file; links are not packed`)
  return entries
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

async function fileOf(folder: string, path: string): Promise<UpdateFile> {
  const full = join(folder, path)
  const [{ mode }, sum] = [await lstat(full), await sumOf(full)]
  return { path, ...sum, ...(mode & 0o100 && { exec: true as const }) }
}

async function sumOf(path: string): Promise<{ size: number; sha256: string }> {
  const digest = createHash('sha256')
  let size = 0
  for await (const chunk of createReadStream(path)) {
    digest.update(chunk as Buffer)
    size += (chunk as Buffer).length
  }
  return { size, sha256: digest.digest('hex') }
}

async function* contentOf(folder: string, files: readonly UpdateFile[]): AsyncGenerator<Buffer> {
  for (const { path } of files) yield await readFile(join(folder, path))
}

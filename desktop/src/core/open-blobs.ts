import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Blobs, blobs } from './blobs.ts'
import type { FileSecrets } from './sealed-files.ts'

/** The pages and photos of a data folder, those of before among them. */
export async function openBlobs(folder: string, secrets: FileSecrets): Promise<Blobs> {
  const sealed = blobs(join(folder, 'blobs'), secrets)
  await takePlainBlobs(join(folder, 'files'), sealed)
  return sealed
}

/**
 * Takes over the pages and photos of a folder of before, in which they lay plain under their hashes, and removes them
 * there one by one: a program that ends between finds the rest again. What is damaged stays where it is.
 */
export async function takePlainBlobs(from: string, into: Blobs): Promise<void> {
  const found = await readdir(from, { recursive: true, withFileTypes: true }).catch(noneWhenAbsent)
  if (!found) return
  const pages = found.filter(entry => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name))
  let left = 0
  for (const { parentPath, name } of pages) if (!(await takenOver(join(parentPath, name), name, into))) left++
  if (left === 0) await rm(from, { recursive: true })
}

async function takenOver(path: string, hash: string, into: Blobs): Promise<boolean> {
  try {
    await into.put(hash, new Uint8Array(await readFile(path)))
    await rm(path)
    return true
  } catch {
    return false
  }
}

function noneWhenAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw error
}

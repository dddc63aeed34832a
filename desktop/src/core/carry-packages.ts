import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AT_ONCE } from '../../../shared-types/src/carry-format.ts'
import type { CarriedPackage } from '../api/carry.ts'
import { FileFault } from './file-fault.ts'
import type { Kept } from './store/kept.ts'
import { syncFolder } from './sync-folder.ts'

export interface Packages {
  all(): Promise<CarriedPackage[]>
  get(sequence: number): Promise<CarriedPackage | undefined>
  /** Used once, also when no package comes of it. */
  nextSequence(): Promise<number>
  /** So many numbers more count as used. */
  leap(count: number): Promise<void>
  keep(carried: CarriedPackage): Promise<void>
}

/** Newest first. */
export const packages = (kept: Kept<CarriedPackage | { last: number }>): Packages => {
  const all = async () =>
    (await kept.all()).flatMap(({ value }) => ('hash' in value ? [value] : [])).sort((a, b) => b.sequence - a.sequence)
  const used = async () => {
    const last = await kept.get(LAST)
    return last && 'last' in last ? last.last : 0
  }
  return {
    all,
    async get(sequence) {
      const found = await kept.get(String(sequence))
      return found && 'hash' in found ? found : undefined
    },
    async nextSequence() {
      const next = (await used()) + 1
      await kept.put(LAST, { last: next })
      return next
    },
    leap: async count => kept.put(LAST, { last: (await used()) + count }),
    keep: carried => kept.put(String(carried.sequence), carried),
  }
}

const LAST = 'last'

/** The same bytes in parts of about `AT_ONCE`. */
async function* together(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = []
  let size = 0
  for await (const piece of pieces) {
    held.push(piece)
    size += piece.length
    if (size < AT_ONCE) continue
    yield Buffer.concat(held)
    held = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(held)
}

/** Writes a file piece by piece; it is there whole and durable, or not at all. Answers its size and sha-256 in hex. */
export async function writeStream(
  folder: string,
  name: string,
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ size: number; hash: string }> {
  await mkdir(folder, { recursive: true })
  const half = join(folder, `${name}.part`)
  const digest = createHash('sha256')
  let size = 0
  try {
    const file = await open(half, 'w', 0o600)
    try {
      for await (const part of together(pieces)) {
        digest.update(part)
        size += part.length
        await file.writeFile(part)
      }
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(half, join(folder, name))
    await syncFolder(folder)
  } catch (error) {
    await rm(half, { force: true })
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new FileFault('disk-full', {}, { cause: error })
    throw error
  }
  return { size, hash: digest.digest('hex') }
}

import { list, run } from '../../../shared-types/src/store/statement.ts'
import type { Parts } from '../route.ts'
import type { FileAnswer } from './open-route.ts'

/** Those of these files that are here, in their order. */
export async function storedPages({ store, blobs }: Parts, hashes: readonly string[]): Promise<FileAnswer[]> {
  if (hashes.length === 0) return []
  const text = `select hash, mime, size from files where hash in (${list(hashes.length)})`
  const here = new Map<string, FileAnswer>()
  for (const row of await run<FileAnswer>(store.db, text, hashes))
    if (await blobs.has(row.hash)) here.set(row.hash, { ...row, size: Number(row.size) })
  return hashes.flatMap(hash => here.get(hash) ?? [])
}

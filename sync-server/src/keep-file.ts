import type { Readable } from 'node:stream'
import type { Station } from '../../shared-types/src/protocol.ts'
import { lookedAt, WrongContent } from './content.ts'
import type { Parts } from './route.ts'

/**
 * Stores a file that a station sent under the sha-256 (hex) of its content, and answers its size. The same twice is one.
 * It is kept as what its first bytes are, and only when that is a picture or PDF and what it was said to be.
 */
export async function keepFile(
  { blobs, store: { db }, now }: Pick<Parts, 'blobs' | 'store' | 'now'>,
  station: Station,
  hash: string,
  mime: string,
  content: Readable,
): Promise<number | 'too-large' | 'hash' | 'content'> {
  const looked = lookedAt(content, mime)
  const size = await blobs.put(hash, looked.content).catch(orWrong)
  if (typeof size === 'string') return size
  const row = { hash, mime: looked.type() ?? 'application/octet-stream', size, stored_at: now() }
  await db
    .insertInto('files')
    .values(row)
    .onConflict(on => on.doNothing())
    .execute()
  await db
    .insertInto('file_stations')
    .values({ hash, station: station.id })
    .onConflict(on => on.doNothing())
    .execute()
  return size
}

function orWrong(error: unknown): 'content' {
  if (error instanceof WrongContent) return 'content'
  throw error
}

import type { Readable } from 'node:stream'
import type { Station } from '../../shared-types/src/protocol.ts'
import type { Parts } from './route.ts'

/** What may be shown as what it says it is; everything else is bytes. */
const KNOWN = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/tiff', 'application/pdf'])

/** Stores a file that a station sent under the sha-256 (hex) of its content, and answers its size. The same twice is one. */
export async function keepFile(
  { blobs, store: { db }, now }: Pick<Parts, 'blobs' | 'store' | 'now'>,
  station: Station,
  hash: string,
  mime: string,
  content: Readable,
): Promise<number | 'too-large' | 'hash'> {
  const size = await blobs.put(hash, content)
  if (typeof size === 'string') return size
  const row = { hash, mime: KNOWN.has(mime) ? mime : 'application/octet-stream', size, stored_at: now() }
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

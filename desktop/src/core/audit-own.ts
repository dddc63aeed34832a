import { hash } from 'node:crypto'
import type { RxCollection } from 'rxdb'
import { GENESIS, stationLink } from '../../../shared-types/src/engine/audit-chain.ts'
import type { CaseEvent, StoredEvent } from '../../../shared-types/src/model/case.ts'
import { rawLast } from './store/raw-last.ts'

/** SHA-256 of a text's UTF-8 bytes, in lower-case hex. */
export const sha256 = (text: string): string => hash('sha256', text)

/**
 * The link of one of this station's events as it lies here. Where the centre no longer shows it whole, or took it back,
 * it said the link instead.
 */
export const linkHere = (event: StoredEvent): string => event.link ?? stationLink(sha256, event)

/** The station's newest event that lies here, also when the centre took its content back. */
export const newestOf = (collection: RxCollection<StoredEvent>, station: string): StoredEvent | undefined =>
  rawLast(collection, 'station', station, 'counter')

/**
 * New events of one station, each hanging on the one before it, the first on the newest that lies here. What is stored
 * already is left out. The link travels in the event itself, so that it is stored with it or not at all; the collection's
 * schema does not name it, because nothing is ever looked up by it.
 */
export async function chained(
  collection: RxCollection<StoredEvent>,
  events: readonly CaseEvent[],
): Promise<CaseEvent[]> {
  const ids = events.map(e => e.id)
  const known = new Set((await collection.storageInstance.findDocumentsById(ids, false)).map(e => e.id))
  const fresh = events.filter(e => !known.has(e.id)).sort((a, b) => a.counter - b.counter)
  const newest = fresh[0] && newestOf(collection, fresh[0].station)
  let prev = newest ? linkHere(newest) : GENESIS
  return fresh.map(event => {
    const linked = { ...event, prev }
    prev = stationLink(sha256, linked)
    return linked
  })
}

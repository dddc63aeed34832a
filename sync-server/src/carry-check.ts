import * as crypto from 'node:crypto'
import { createReadStream } from 'node:fs'
import { AT_ONCE, CarryFault, type CarryHeader } from '../../shared-types/src/carry-format.ts'
import { isSignedBy, type Opened, opened } from '../../shared-types/src/carry-read.ts'
import type { CarryRefusal, Station } from '../../shared-types/src/protocol.ts'
import { Refusal } from './refusal.ts'
import type { Parts } from './route.ts'
import { stationKeyRow } from './station-keys.ts'
import type { ServerTables } from './tables.ts'

/** What the server knows of a package that was taken in. */
export type CarriedRow = ServerTables['carried']

export interface Checked {
  header: CarryHeader
  /** The sha-256 of the whole file, in hex. */
  hash: string
  station: Station
  /** The Ed25519 and X25519 keys of the station, raw in base64url. */
  keys: { sign: string; seal: string }
  /** Set when this very package was taken in before. */
  known?: CarriedRow
}

/**
 * Who made a package, for whom, and whether it came whole and unaltered: nothing of it is decrypted or taken before.
 * Throws a Refusal whose detail is a `CarryRefusal`.
 */
export async function checkCarried(parts: Pick<Parts, 'store' | 'directory' | 'key'>, path: string): Promise<Checked> {
  const file = await opened(crypto, createReadStream(path, { highWaterMark: AT_ONCE })).catch((error: unknown) => {
    throw error instanceof CarryFault ? refused(error.code) : error
  })
  const { header, sha256: hash } = file
  if (header.kind === 'receipt') throw refused('receipt')
  const { station, keys } = await signerOf(parts, file)
  if (header.server !== parts.key.id) throw refused('foreign')
  const rows = await parts.store.db
    .selectFrom('carried')
    .selectAll()
    .where('station', '=', station.id)
    .where('sign_key', '=', keys.sign)
    .where('sequence', '=', header.sequence)
    .execute()
  if (header.sequence < 1 || rows.some(row => row.hash !== hash)) throw refused('sequence')
  return { header, hash, station, keys, ...(rows[0] && { known: rows[0] }) }
}

/** The station whose key signed the file. What only seems to be from elsewhere, because it was altered, is altered. */
async function signerOf(
  { store, directory: read, key }: Pick<Parts, 'store' | 'directory' | 'key'>,
  file: Opened,
): Promise<Pick<Checked, 'station' | 'keys'>> {
  const directory = await read(store.db)
  const station = directory.stations.get(file.header.station)
  const row = await stationKeyRow(store.db, file.header.station)
  if (!station || !row) throw refused(file.header.server === key.id ? 'station' : 'foreign')
  if (!isSignedBy<crypto.KeyObject>(crypto, row.sign_key, file)) throw refused('altered')
  if (station.ended || row.state === 'ended') throw refused('ended')
  if (row.state === 'cloned') throw refused('cloned')
  return { station, keys: { sign: row.sign_key, seal: row.seal_key } }
}

const refused = (why: CarryRefusal): Refusal => new Refusal(422, 'carry', why)

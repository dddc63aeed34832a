import type { Db } from './store.ts'
import type { ServerTables } from './tables.ts'

/** How a station stands with the centre. Only what an `active` one says is taken. */
export type StationState = ServerTables['station_keys']['state']

/**
 * The Ed25519 key of a station that may speak, raw in base64url. Undefined for one that is unknown, was ended, or stands
 * still because two machines spoke with its key: nothing that it signed is to be taken.
 */
export async function stationKeyOf(db: Db, station: string): Promise<string | undefined> {
  const row = await stationKeyRow(db, station)
  return row?.state === 'active' ? row.sign_key : undefined
}

/** The X25519 key to which something is sealed for a station that may speak, raw in base64url. */
export async function stationSealKeyOf(db: Db, station: string): Promise<string | undefined> {
  const row = await stationKeyRow(db, station)
  return row?.state === 'active' ? row.seal_key : undefined
}

/** Keys and state of a station, also of one that may not speak; undefined when it was never enrolled. */
export function stationKeyRow(db: Db, station: string): Promise<ServerTables['station_keys'] | undefined> {
  return db.selectFrom('station_keys').selectAll().where('station', '=', station).executeTakeFirst()
}

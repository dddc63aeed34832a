import { run } from '../../shared-types/src/store/statement.ts'
import type { Db } from './store.ts'
import type { ServerTables } from './tables.ts'

/**
 * The Ed25519 key of a station that may speak, raw in base64url. Undefined for one that is unknown, was ended, or stands
 * still because two machines spoke with its key: nothing that it signed is to be taken.
 */
export async function stationKeyOf(db: Db, station: string): Promise<string | undefined> {
  const row = await stationKeyRow(db, station)
  return row?.state === 'active' ? row.sign_key : undefined
}

/** Keys and state of a station, also of one that may not speak; undefined when it was never enrolled. */
export async function stationKeyRow(db: Db, station: string): Promise<ServerTables['station_keys'] | undefined> {
  const rows = await run<ServerTables['station_keys']>(db, 'select * from station_keys where station = ?', [station])
  return rows[0]
}

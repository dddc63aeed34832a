import { run } from '../../shared-types/src/store/statement.ts'
import type { Db } from './store.ts'
import type { ServerTables } from './tables.ts'

/** Keys and state of a station, also of one that may not speak; undefined when it was never enrolled. */
export async function stationKeyRow(db: Db, station: string): Promise<ServerTables['station_keys'] | undefined> {
  const rows = await run<ServerTables['station_keys']>(db, 'select * from station_keys where station = ?', [station])
  return rows[0]
}

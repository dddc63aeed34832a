import { list, run } from '../../shared-types/src/store/statement.ts'
import { gathered } from './gathered.ts'
import { type Db, lastNumber, type Store } from './store.ts'
import type { ServerTables } from './tables.ts'

type StationKeyRow = Readonly<ServerTables['station_keys']>
type SessionRow = Readonly<Pick<ServerTables['sessions'], 'hash' | 'person' | 'station' | 'seen_at' | 'until'>>

/** What nearly every request asks of the database before anything is done for it, each in one statement for many. */
export interface LookUps {
  /** Keys and state of a station, also of one that may not speak; undefined when it was never enrolled. */
  stationKey(station: string): Promise<StationKeyRow | undefined>
  /** A session by the hash of its token, also one that has run out; undefined when somebody ended it or it never was. */
  session(hash: string): Promise<SessionRow | undefined>
  /** Writes down that a session was used now. */
  seen(hash: string): Promise<void>
  /** The last number given, as `lastNumber`. */
  last(): Promise<number>
}

export function lookUps({ db, dialect }: Pick<Store, 'db' | 'dialect'>, now: () => string): LookUps {
  const stationKey = gathered((stations: readonly string[]) => stationKeyRows(db, stations))
  const session = gathered((hashes: readonly string[]) => sessionRows(db, hashes))
  const seen = gathered(async (hashes: readonly string[]) => {
    // Another server that has the row locked is writing the same.
    const locked = dialect === 'postgres' ? ' for update skip locked' : ''
    const these = `select hash from sessions where hash in (${list(hashes.length)})${locked}`
    await run(db, `update sessions set seen_at = ? where hash in (${these})`, [now(), ...hashes])
    return new Map<string, never>()
  })
  const last = gathered(async (keys: readonly 'last'[]) => {
    const number = await lastNumber(db)
    return new Map(keys.map(key => [key, number]))
  })
  return { stationKey, session, seen, last: async () => (await last('last'))! }
}

async function stationKeyRows(db: Db, stations: readonly string[]): Promise<Map<string, StationKeyRow>> {
  const text = `select * from station_keys where station in (${list(stations.length)})`
  const rows = await run<StationKeyRow>(db, text, stations)
  return new Map(rows.map(row => [row.station, row]))
}

async function sessionRows(db: Db, hashes: readonly string[]): Promise<Map<string, SessionRow>> {
  const text = `select hash, person, station, seen_at, until from sessions
    where ended_seq is null and hash in (${list(hashes.length)})`
  const rows = await run<SessionRow>(db, text, hashes)
  return new Map(rows.map(row => [row.hash, row]))
}

import { dayOf } from '../../shared-types/src/engine/day.ts'
import { run } from '../../shared-types/src/store/statement.ts'
import type { Bell } from './bell.ts'
import type { Directory } from './directory.ts'
import type { PullParts } from './pull.ts'
import type { Db } from './store.ts'

/** What every live stream looks at when the bell has rung. */
export interface LiveNow {
  directory: Directory
  today: string
  /** The keys of the stations that may speak. */
  keys: ReadonlyMap<string, string>
  /** The number at which a session at a station was last ended by somebody; absent where none was. */
  ended: ReadonlyMap<string, number>
}

/** Reads it once for each ring of the bell: hundreds of streams that each ask four times are most of what a server does. */
export function liveNow(parts: PullParts, bell: Pick<Bell, 'rings'>): (anew?: 'anew') => Promise<LiveNow> {
  const state: { ring: number; read?: Promise<LiveNow> | undefined } = { ring: -1 }
  return anew => {
    if (anew || state.ring !== bell.rings()) state.read = undefined
    state.ring = bell.rings()
    state.read ??= read(parts).catch(error => {
      state.read = undefined
      throw error
    })
    return state.read
  }
}

async function read({ store: { db }, directory: current, now }: PullParts): Promise<LiveNow> {
  const directory = await current(db)
  return { directory, today: dayOf(now(), directory.zone), keys: await keysOf(db), ended: await endedAt(db) }
}

async function keysOf(db: Db): Promise<Map<string, string>> {
  const text = "select station, sign_key from station_keys where state = 'active'"
  const rows = await run<{ station: string; sign_key: string }>(db, text)
  return new Map(rows.map(row => [row.station, row.sign_key]))
}

async function endedAt(db: Db): Promise<Map<string, number>> {
  const text = 'select station, max(ended_seq) as last from sessions where ended_seq is not null group by station'
  const rows = await run<{ station: string; last: number }>(db, text)
  return new Map(rows.map(row => [row.station, Number(row.last)]))
}

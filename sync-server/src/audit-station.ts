import { GENESIS, stationLink } from '../../shared-types/src/engine/audit-chain.ts'
import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import type { Station } from '../../shared-types/src/protocol.ts'
import { audit, NOBODY } from './audit.ts'
import { sha256 } from './sha256.ts'
import type { Db, Turn } from './store.ts'

export interface StationHead {
  counter: number
  link: string
}

/**
 * Moves on where a station's own chain has come to, with events that were just appended. One that does not hang on the
 * event before it shows that something went missing at the station or was changed there: a line of the log says so at
 * once. What comes late, below the head, is looked at when the whole log is verified.
 */
export async function followStation(turn: Turn, station: Station, events: readonly CaseEvent[], now: string) {
  const own = events.filter(e => e.station === station.id && e.counter > 0).sort((a, b) => a.counter - b.counter)
  if (own.length === 0) return
  const known = await turn.db
    .selectFrom('station_heads')
    .selectAll()
    .where('station', '=', station.id)
    .executeTakeFirst()
  const breaks: CaseEvent[] = []
  let head: StationHead | undefined = known
  for (const event of own) {
    if (head && event.counter <= head.counter) continue
    if (head && event.prev !== undefined && event.prev !== head.link) breaks.push(event)
    head = { counter: event.counter, link: stationLink(sha256, event) }
  }
  for (const { id, counter } of breaks)
    await audit(turn, { act: 'chain-break', by: NOBODY, station: station.id, patch: { event: id, counter } }, now)
  if (!head || head === known) return
  const row = { counter: head.counter, link: head.link }
  await turn.db
    .insertInto('station_heads')
    .values({ station: station.id, ...row })
    .onConflict(on => on.column('station').doUpdateSet(row))
    .execute()
}

/** Where a station's chain has come to here; the genesis when nothing of it is here. */
export async function stationHead(db: Db, station: string): Promise<StationHead> {
  const row = await db
    .selectFrom('station_heads')
    .select(['counter', 'link'])
    .where('station', '=', station)
    .executeTakeFirst()
  return row ?? { counter: 0, link: GENESIS }
}

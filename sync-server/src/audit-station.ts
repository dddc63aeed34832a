import { stationLink } from '../../shared-types/src/engine/audit-chain.ts'
import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import type { Station } from '../../shared-types/src/protocol.ts'
import { run } from '../../shared-types/src/store/statement.ts'
import { audit, NOBODY } from './audit.ts'
import { sha256 } from './sha256.ts'
import type { Db, Turn } from './store.ts'

interface StationHead {
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
  const known = await headRow(turn.db, station.id)
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
  await run(turn.db, PUT_HEAD, [station.id, head.counter, head.link])
}

const PUT_HEAD = `insert into station_heads (station, counter, link) values (?, ?, ?)
  on conflict (station) do update set counter = excluded.counter, link = excluded.link`

async function headRow(db: Db, station: string): Promise<StationHead | undefined> {
  const rows = await run<StationHead>(db, 'select counter, link from station_heads where station = ?', [station])
  return rows[0]
}

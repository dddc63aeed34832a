import { z } from 'zod'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import type { StationEnded, StationLine, StationsAnswer } from '../../../shared-types/src/protocol-stations.ts'
import { audit, authorIn } from '../audit.ts'
import { parsed } from '../parse.ts'
import { Refusal } from '../refusal.ts'
import type { OfficerAsk, Parts, Route } from '../route.ts'
import { endStation } from '../station-stop.ts'

const endRequest = z.object({ reason: z.string().trim().min(2).max(200) })

/** For who looks after a unit: its stations and those of the units below. */
export const stationRoutes: readonly Route[] = [
  { method: 'get', path: ROUTES.stations, needs: 'keeper', handle: list },
  { method: 'post', path: `${ROUTES.stations}/:id/end`, needs: 'keeper', body: 'json', handle: end },
]

async function list(parts: Parts, { directory, administers }: OfficerAsk): Promise<StationsAnswer> {
  const rows = await parts.store.db
    .selectFrom('station_keys')
    .leftJoin('station_counters', 'station_counters.station', 'station_keys.station')
    .select(['station_keys.station', 'state', 'changed_at', 'reason', 'enrolled_at', 'seen_at', 'version'])
    .execute()
  const known = new Map(rows.map(row => [row.station, row]))
  const stations = [...directory.stations.values()].filter(station => administers.has(station.unit))
  return {
    stations: stations.map((station): StationLine => {
      const row = known.get(station.id)
      return {
        station,
        state: station.ended ? 'ended' : (row?.state ?? 'waiting'),
        since: row?.changed_at ?? '',
        ...(row?.reason && { reason: row.reason }),
        ...(row?.seen_at && { seenAt: row.seen_at }),
        ...(row?.version && { version: row.version }),
      }
    }),
    time: parts.now(),
  }
}

async function end(parts: Parts, ask: OfficerAsk): Promise<StationEnded> {
  const { reason } = parsed(endRequest, ask.req.body)
  const id = String(ask.req.params.id)
  const now = parts.now()
  const numbers = await parts.store.transaction(async turn => {
    const station = (await parts.directory(turn.db)).stations.get(id)
    if (!station || !ask.administers.has(station.unit)) throw new Refusal(404, 'not-found')
    if (station.ended) throw new Refusal(409, 'bad-request', 'ended')
    const held = await endStation(turn, station, reason, now)
    const numbers = held.map(({ series, year, from, to, open }) => `${series} ${year} ${from}-${to} ${open}`).join('; ')
    const patch = { station: id, reason, numbers }
    await audit(turn, { act: 'station-end', by: authorIn(ask.signedIn), station: ask.station.id, patch }, now)
    return held
  })
  return { numbers, time: now }
}

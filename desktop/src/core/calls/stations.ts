import type { Actor } from '../../../../shared-types/src/model/person.ts'
import type { StationLine } from '../../../../shared-types/src/protocol-stations.ts'
import type { StationRow } from '../../api/stations.ts'
import { asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Client } from '../core.ts'
import type { Desk } from '../desk.ts'
import { ServerRefusal } from '../server-fault.ts'
import type { Handlers } from './handlers.ts'
import { seriesLabel } from './sync.ts'

type Own = 'stations.list' | 'stations.code' | 'stations.end'

/** The stations of the units that an administrator or a security officer looks after. The centre decides; nothing is kept here. */
export function stationCalls(desk: Desk): Pick<Handlers, Own> {
  return {
    'stations.list': async (_, client) => {
      demand(desk, client, KEEPERS)
      const { stations } = await desk.server.stations()
      return stations.map(line => rowOf(desk, line)).sort(byPlace)
    },
    'stations.code': async (ask, client) => {
      demand(desk, client, ['administrator'])
      const { code, until } = await desk.server.stationCode(ask).catch(numberTaken)
      return { code, until }
    },
    'stations.end': async ({ station, reason }, client) => {
      demand(desk, client, KEEPERS)
      if (station === desk.station()) throw new CallRefusal('forbidden', 'stations.own')
      const { numbers } = await desk.server.endStation(station, reason)
      await desk.sync.now()
      return numbers.map(lease => ({ ...lease, label: seriesLabel(desk, lease.series, client.language) }))
    },
  }
}

const KEEPERS: readonly Actor[] = ['administrator', 'security']

function demand(desk: Desk, client: Client, roles: readonly Actor[]): void {
  const { user } = asking(desk, client)
  if (!roles.includes(user.role)) throw new CallRefusal('forbidden', 'server.forbidden')
}

function rowOf(desk: Desk, { station, ...line }: StationLine): StationRow {
  return { ...station, ...line, unitName: desk.directory.unitName(station.unit), here: station.id === desk.station() }
}

/** What somebody has to decide on first, ended ones last; between them by unit and number. */
const ORDER: Readonly<Record<StationLine['state'], number>> = { cloned: 0, active: 1, waiting: 1, ended: 2 }
const byPlace = (a: StationRow, b: StationRow) =>
  ORDER[a.state] - ORDER[b.state] ||
  a.unitName.localeCompare(b.unitName, 'zh-CN') ||
  a.number.localeCompare(b.number) ||
  a.id.localeCompare(b.id)

function numberTaken(error: unknown): never {
  throw error instanceof ServerRefusal && error.status === 409
    ? new CallRefusal('problems', 'stations.numberTaken')
    : error
}

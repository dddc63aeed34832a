import { type Disposed, disposedHash, stationLink } from '../../shared-types/src/engine/audit-chain.ts'
import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import type { Finding } from '../../shared-types/src/model/finding.ts'
import { isEvent, type Line } from './audit-log.ts'
import { sha256 } from './sha256.ts'

/** Follows every station's own chain through the log, in which events of a station may come out of their order. */
export interface StationWalk {
  take(line: Line): void
  /** What hangs on nothing that is here; without the stations of which a finding was told already. */
  findings(without: ReadonlySet<string>): Finding[]
}

interface Own {
  /** The newest that came, and links on which nothing hangs yet. */
  last: string
  loose: Set<string>
  /** By the link that it hangs on: what came before what it hangs on. */
  hanging: Map<string, { counter: number; seq: number }>
  chained: boolean
}

export function stationWalk(): StationWalk {
  const stations = new Map<string, Own>()
  return {
    take({ body = '', proof, seq }) {
      if (!isEvent(proof)) return
      const { counter, link, prev, station } = read(body)
      // Sent in another's name, it is no link of that other's chain.
      if (!counter || station !== proof.station) return
      const own = stations.get(station)
      if (!own) {
        stations.set(station, { last: link, loose: new Set(), hanging: new Map(), chained: prev !== undefined })
        return
      }
      hang(own, { counter, link, seq, ...(prev !== undefined && { prev }) })
    },
    findings: without =>
      [...stations].flatMap(([station, { hanging }]) =>
        without.has(station)
          ? []
          : [...hanging.values()].map(
              ({ counter, seq }): Finding => ({ kind: 'station-gap', at: seq, with: { station, counter } }),
            ),
      ),
  }
}

function hang(own: Own, { counter, link, prev, seq }: { counter: number; link: string; prev?: string; seq: number }) {
  if (prev === own.last) own.last = link
  else {
    // Before the first chained event nothing hangs on anything.
    const known = prev === undefined ? !own.chained : own.loose.delete(prev)
    if (!known) own.hanging.set(prev ?? `none ${seq}`, { counter, seq })
    own.loose.add(own.last)
    own.last = link
  }
  own.chained ||= prev !== undefined
  own.hanging.delete(link)
}

function read(body: string): { counter: number; link: string; prev?: string; station: string } {
  if (disposedHash(body)) {
    return JSON.parse(body) as Disposed
  }
  const event = JSON.parse(body) as CaseEvent
  const { counter, prev, station } = event
  return { counter, station, ...(prev !== undefined && { prev }), link: counter ? stationLink(sha256, event) : '' }
}

import { z } from 'zod'
import type { Station } from '../../../shared-types/src/protocol.ts'
import type { StationEnded, StationLine } from '../../../shared-types/src/protocol-stations.ts'
import { call } from './call.ts'

/** The stations of a unit. */
export const STATIONS_CALLS = {
  /** For administrators and security officers, with the centre at hand: the stations that they look after. */
  'stations.list': call<StationRow[]>()(z.object({})),
  /** A code for a new station of a unit, or for one that is there and shall have a new key. */
  'stations.code': call<{ code: string; until: string }>()(
    z.union([
      z.object({ unit: z.string().max(60), number: z.string().regex(/^\d\d$/) }),
      z.object({ station: z.string().max(60) }),
    ]),
  ),
  /** Ends a station; answers the numbers that it held. */
  'stations.end': call<HeldNumbers[]>()(
    z.object({ station: z.string().max(60), reason: z.string().trim().min(2).max(200) }),
  ),
} as const

/** One station in the list of who looks after it. */
export interface StationRow extends Omit<StationLine, 'station'>, Station {
  unitName: string
  /** This very window. */
  here: boolean
}

/** A block of numbers of a station that was ended; those that are open stay with it. */
export type HeldNumbers = StationEnded['numbers'][number] & { label: string }

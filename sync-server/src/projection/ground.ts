import { above } from '../../../shared-types/src/engine/organisation.ts'
import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import type { Directory } from '../directory.ts'
import { feedsOf } from './feeds.ts'

/** What a row depends on besides its case. */
export interface Ground {
  zone: string
  /** The police station that a unit is or belongs to; a unit that lies in none stands for itself. */
  stationOf(unit: string): string
  /** The same as plain data, to be compared with what rows were made by. */
  shape: Shape
}

export interface Shape {
  zone: string
  /** The feeds, as JSON. */
  feeds: string
  stations: Readonly<Record<string, string>>
}

export function groundOf(kinds: Kinds, { units, zone }: Pick<Directory, 'units' | 'zone'>): Ground {
  const stations = Object.fromEntries(units.map(({ id }) => [id, above(units, id, 'station')?.id ?? id]))
  const feeds = JSON.stringify([...feedsOf(kinds).values()].flat().map(({ name, feed }) => [name, feed]))
  return {
    zone,
    stationOf: unit => (Object.hasOwn(stations, unit) ? stations[unit]! : unit),
    shape: { zone, feeds, stations },
  }
}

/** Whether rows that were made by the one are those that the other would make: a further unit has none yet. */
export function isSameShape(before: Shape, now: Shape): boolean {
  return (
    before.zone === now.zone &&
    before.feeds === now.feeds &&
    Object.entries(before.stations).every(([unit, station]) => (now.stations[unit] ?? unit) === station)
  )
}

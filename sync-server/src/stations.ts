import { randomUUID } from 'node:crypto'
import type { Station } from '../../shared-types/src/protocol.ts'
import type { Directory } from './directory.ts'
import { codeTyped, hashOf, newCode, newToken } from './secrets.ts'
import { putSetting } from './settings.ts'
import type { Db, Turn } from './store.ts'

/** How long an enrolment code lives, in hours. */
const CODE_HOURS = 24

/**
 * Makes a code by which one machine becomes this station, once. Undefined when the unit does not exist or its number is
 * taken by another station.
 */
export async function makeEnrolCode(
  turn: Turn,
  directory: Directory,
  unit: string,
  number: string,
  now: string,
): Promise<{ code: string; until: string } | undefined> {
  if (!directory.units.some(u => u.id === unit)) return undefined
  if ([...directory.stations.values()].some(s => s.unit === unit && s.number === number && !s.ended)) return undefined
  const code = newCode()
  const until = new Date(Date.parse(now) + CODE_HOURS * 3_600_000).toISOString()
  await turn.db.deleteFrom('enrol_codes').where('until', '<', now).execute()
  await turn.db
    .insertInto('enrol_codes')
    .values({ hash: hashOf(code), unit, number, until, station: null })
    .execute()
  return { code, until }
}

/** Makes a machine a station by its code, which is used up. Undefined when the code is unknown, used or too old. */
export async function enrol(
  turn: Turn,
  directory: Directory,
  typed: string,
  name: string,
  now: string,
): Promise<{ station: Station; token: string } | undefined> {
  const code = await turn.db
    .deleteFrom('enrol_codes')
    .where('hash', '=', hashOf(codeTyped(typed)))
    .where('until', '>=', now)
    .returningAll()
    .executeTakeFirst()
  if (!code) return undefined
  const taken = [...directory.stations.values()].some(s => s.unit === code.unit && s.number === code.number && !s.ended)
  if (taken) return undefined
  const station: Station = { id: randomUUID(), name, unit: code.unit, number: code.number }
  const token = newToken()
  await turn.db
    .insertInto('station_tokens')
    .values({ station: station.id, hash: hashOf(token), enrolled_at: now })
    .execute()
  await putSetting(turn, { id: `station:${station.id}`, kind: 'station', value: station }, now)
  return { station, token }
}

/** The station that this token belongs to, unless it was ended. */
export async function stationBy(db: Db, directory: Directory, id: string, token: string): Promise<Station | undefined> {
  const row = await db
    .selectFrom('station_tokens')
    .select('station')
    .where('station', '=', id)
    .where('hash', '=', hashOf(token))
    .executeTakeFirst()
  const station = row && directory.stations.get(row.station)
  return station?.ended ? undefined : station
}

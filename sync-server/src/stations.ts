import { randomUUID } from 'node:crypto'
import type { Station } from '../../shared-types/src/protocol.ts'
import type { Directory } from './directory.ts'
import { codeTyped, hashOf, newCode } from './secrets.ts'
import { putSetting } from './settings.ts'
import { noCounter } from './station-fork.ts'
import type { Turn } from './store.ts'
import type { ServerTables } from './tables.ts'

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
  if (!directory.units.some(u => u.id === unit) || isTaken(directory, unit, number)) return undefined
  return putCode(turn, { unit, number, station: null }, now)
}

/**
 * Makes a code by which a machine becomes a station that is there, with a new key: it was moved, copied, or ended by
 * mistake. Undefined when there is no such station, or it was ended and another has its number.
 */
export async function makeRekeyCode(
  turn: Turn,
  directory: Directory,
  station: string,
  now: string,
): Promise<{ code: string; until: string } | undefined> {
  const known = directory.stations.get(station)
  if (!known || isTaken(directory, known.unit, known.number, station)) return undefined
  return putCode(turn, { unit: known.unit, number: known.number, station }, now)
}

const isTaken = (directory: Directory, unit: string, number: string, but?: string): boolean =>
  [...directory.stations.values()].some(s => s.unit === unit && s.number === number && !s.ended && s.id !== but)

async function putCode(
  turn: Turn,
  row: Pick<ServerTables['enrol_codes'], 'unit' | 'number' | 'station'>,
  now: string,
): Promise<{ code: string; until: string }> {
  const code = newCode()
  const until = new Date(Date.parse(now) + CODE_HOURS * 3_600_000).toISOString()
  await turn.db.deleteFrom('enrol_codes').where('until', '<', now).execute()
  await turn.db
    .insertInto('enrol_codes')
    .values({ hash: hashOf(code), until, ...row })
    .execute()
  return { code, until }
}

/** What a machine says of itself when it becomes a station. `as` is the station that it was, if it was one. */
export interface Enrolling {
  code: string
  name: string
  /** Public keys, raw in base64url: Ed25519 and X25519. */
  key: string
  seal: string
  as?: string | undefined
}

/**
 * Makes a machine a station by its code, which is used up. Undefined when the code is unknown, used or too old, or is not
 * for the station that the machine was: what it holds unsent could not be sent as another.
 */
export async function enrol(
  turn: Turn,
  directory: Directory,
  asked: Enrolling,
  now: string,
): Promise<{ station: Station; again: boolean } | undefined> {
  const code = await turn.db
    .deleteFrom('enrol_codes')
    .where('hash', '=', hashOf(codeTyped(asked.code)))
    .where('until', '>=', now)
    .where(eb => (asked.as === undefined ? eb.lit(true) : eb('station', '=', asked.as)))
    .returningAll()
    .executeTakeFirst()
  if (!code || isTaken(directory, code.unit, code.number, code.station ?? undefined)) return undefined
  const station: Station = {
    id: code.station ?? randomUUID(),
    name: asked.name,
    unit: code.unit,
    number: code.number,
  }
  await putKey(turn, station.id, asked, now)
  await putSetting(turn, { id: `station:${station.id}`, kind: 'station', value: station }, now)
  return { station, again: code.station !== null }
}

/** The station's only key from now on; whoever has an earlier one is nobody. */
async function putKey(turn: Turn, station: string, { key, seal }: Enrolling, now: string): Promise<void> {
  await turn.db.deleteFrom('sessions').where('station', '=', station).execute()
  await turn.db.deleteFrom('station_keys').where('station', '=', station).execute()
  await turn.db.deleteFrom('station_counters').where('station', '=', station).execute()
  const about = { enrolled_at: now, state: 'active', changed_at: now, reason: '' } as const
  await turn.db
    .insertInto('station_keys')
    .values({ station, sign_key: key, seal_key: seal, ...about })
    .execute()
  await turn.db.insertInto('station_counters').values(noCounter(station, key)).execute()
}

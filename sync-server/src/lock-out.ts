import { pauseLeft, type Slowing, type Tries, USUAL, withFailure } from '../../shared-types/src/engine/slowing.ts'
import type { Person } from '../../shared-types/src/model/person.ts'
import { hashOf } from './secrets.ts'
import type { Db } from './store.ts'

/**
 * Guessing is slowed, nobody is locked out. Failures count where they were made: for one login at one station, for all
 * logins at one station, and for one login at all stations where its person does not usually work. At a person's usual
 * station only the first two count, with pauses of at most 45 seconds, so that nobody else's failures, whether there or
 * elsewhere, keep a colleague from work for longer. What this lets through, per day and for good: about 1,900 tries at a
 * usual station, 300 at any other, 200 for a login from all stations where it is unusual.
 */
const RULES = {
  pair: (usual: boolean): Slowing => (usual ? USUAL : { free: 3, most: 900, forget: 3600 }),
  station: (usual: boolean): Slowing => ({ free: 10, most: usual ? 45 : 900, forget: 300 }),
  elsewhere: (): Slowing => ({ free: 30, most: 300, forget: 600 }),
  /** Codes and old passwords, by somebody who has come past the password already. */
  person: (): Slowing => ({ free: 5, most: 900, forget: 3600 }),
} as const

/** One counter that a try is held against. */
export interface Counted {
  key: string
  rule: Slowing
}

/** What a try to sign in is held against. What was typed is hashed: it may have been a password. */
export function countedFor(station: string, login: string, usual: boolean): Counted[] {
  const pair = { key: `pair:${station}:${hashOf(login)}`, rule: RULES.pair(usual) }
  const place = { key: `station:${station}`, rule: RULES.station(usual) }
  return usual ? [pair, place] : [pair, place, { key: `login:${hashOf(login)}`, rule: RULES.elsewhere() }]
}

export const countedForPerson = (person: string): Counted[] => [{ key: `person:${person}`, rule: RULES.person() }]

/**
 * Counts one try as failed before it is known how it ends: of many at once none gets past the pause. Answers 0, or the
 * seconds to wait when it may not be made now.
 */
export async function beginTry(db: Db, counted: readonly Counted[], now: string): Promise<number> {
  const waits = await Promise.all(counted.map(async ({ key, rule }) => pauseLeft(await triesOf(db, key), now, rule)))
  const wait = Math.max(...waits)
  if (wait > 0) return wait
  for (const each of counted) {
    const late = await count(db, each, now)
    if (late > 0) return late
  }
  return 0
}

/** Adds one failure unless a pause has begun meanwhile; 0, or its seconds. */
async function count(db: Db, { key, rule }: Counted, now: string): Promise<number> {
  for (;;) {
    const before = await triesOf(db, key)
    const wait = pauseLeft(before, now, rule)
    if (wait > 0) return wait
    if (await replaced(db, key, before, withFailure(before, now, rule))) return 0
  }
}

/** Writes the counter only if nobody else did since it was read. */
async function replaced(db: Db, key: string, before: Tries | undefined, after: Tries): Promise<boolean> {
  if (!before) {
    const made = await db
      .insertInto('sign_in_tries')
      .values({ key, ...after })
      .onConflict(on => on.column('key').doNothing())
      .returning('key')
      .executeTakeFirst()
    return made !== undefined
  }
  const changed = await db
    .updateTable('sign_in_tries')
    .set(after)
    .where('key', '=', key)
    .where('failures', '=', before.failures)
    .where('at', '=', before.at)
    .returning('key')
    .executeTakeFirst()
  return changed !== undefined
}

/** The try did not fail after all: it is taken back, and nothing else. */
export async function undoTry(db: Db, counted: readonly Counted[]): Promise<void> {
  for (const { key } of counted)
    await db
      .updateTable('sign_in_tries')
      .set(eb => ({ failures: eb('failures', '-', 1) }))
      .where('key', '=', key)
      .where('failures', '>', 0)
      .execute()
}

/** Whoever tried is who they say: what they failed before is forgotten. What others did at the station stays. */
export async function forgetTries(db: Db, counted: readonly Counted[]): Promise<void> {
  const shared = counted.filter(({ key }) => key.startsWith('station:'))
  await undoTry(db, shared)
  const own = counted.filter(c => !shared.includes(c)).map(({ key }) => key)
  await db.deleteFrom('sign_in_tries').where('key', 'in', own).execute()
}

/** Counters that hold nobody up any more. */
export const dropOldTries = (db: Db, now: string) =>
  db
    .deleteFrom('sign_in_tries')
    .where('at', '<', new Date(Date.parse(now) - 2 * 86_400_000).toISOString())
    .execute()

const triesOf = (db: Db, key: string): Promise<Tries | undefined> =>
  db.selectFrom('sign_in_tries').select(['failures', 'at']).where('key', '=', key).executeTakeFirst()

/** Days after which a station where somebody worked is no longer where they usually work. */
const USUAL_DAYS = 90

export async function isUsual(db: Db, person: string, station: string, now: string): Promise<boolean> {
  const since = new Date(Date.parse(now) - USUAL_DAYS * 86_400_000).toISOString()
  const row = await db
    .selectFrom('usual_stations')
    .select('at')
    .where('person', '=', person)
    .where('station', '=', station)
    .where('at', '>', since)
    .executeTakeFirst()
  return row !== undefined
}

export async function noteUsual(db: Db, person: string, station: string, at: string): Promise<void> {
  await db
    .insertInto('usual_stations')
    .values({ person, station, at })
    .onConflict(on => on.columns(['person', 'station']).doUpdateSet({ at }))
    .execute()
}

/** Nothing slows this person any more, anywhere, but what others did at the same station. */
export async function dropTriesOf(db: Db, { id, login }: Person): Promise<void> {
  const own = [`login:${hashOf(login)}`, `person:${id}`]
  await db
    .deleteFrom('sign_in_tries')
    .where(eb => eb.or([eb('key', 'in', own), eb('key', 'like', `pair:%:${hashOf(login)}`)]))
    .execute()
}

/** How many failures stand against each person in the last day, wherever they were made. */
export async function failuresOf(db: Db, now: string): Promise<(person: Person) => number> {
  const since = new Date(Date.parse(now) - 86_400_000).toISOString()
  const rows = await db.selectFrom('sign_in_tries').select(['key', 'failures']).where('at', '>', since).execute()
  const counts = new Map<string, number>()
  for (const { key, failures } of rows) {
    const whose = key.startsWith('pair:') ? key.slice(key.lastIndexOf(':') + 1) : key
    counts.set(whose, (counts.get(whose) ?? 0) + failures)
  }
  return ({ id, login }) => (counts.get(hashOf(login)) ?? 0) + (counts.get(`person:${id}`) ?? 0)
}

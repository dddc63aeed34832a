import { randomUUID } from 'node:crypto'
import type { Person, Post } from '../../shared-types/src/model/person.ts'
import type { Station } from '../../shared-types/src/protocol.ts'
import type { Directory } from './directory.ts'
import type { LookUps } from './look-ups.ts'
import { hashOf, newToken } from './secrets.ts'
import { type Db, lastNumber, type Turn } from './store.ts'

/** How long a person stays signed in with the server, in hours: a day at the window. */
const SESSION_HOURS = 12

/** Milliseconds after which a session's last use is written down again. */
const SEEN_EVERY = 60_000

export async function openSession(
  db: Db,
  station: Station,
  person: string,
  now: string,
): Promise<{ session: string; until: string }> {
  const session = newToken()
  const until = new Date(Date.parse(now) + SESSION_HOURS * 3_600_000).toISOString()
  await db.deleteFrom('sessions').where('until', '<', now).execute()
  await db
    .insertInto('sessions')
    .values({
      hash: hashOf(session),
      id: randomUUID(),
      person,
      station: station.id,
      opened_at: now,
      seen_at: now,
      until,
      ended_seq: null,
    })
    .execute()
  return { session, until }
}

/** The person signs out by themselves. */
export async function closeSession(db: Db, session: string): Promise<void> {
  await db.deleteFrom('sessions').where('hash', '=', hashOf(session)).execute()
}

/** Signs a person out everywhere, of which their stations are told: their password changed, or they left. */
export async function closeSessionsOf(turn: Turn, person: string): Promise<void> {
  const { db } = turn
  const open = await db
    .selectFrom('sessions')
    .select('id')
    .where('person', '=', person)
    .where('ended_seq', 'is', null)
    .execute()
  for (const { id } of open) await endSession(turn, id)
}

/**
 * Ends one session; its station is told at once, because whoever ends one also writes that down, which takes the number
 * after the present one.
 */
export async function endSession(turn: Turn, id: string): Promise<void> {
  await turn.db
    .updateTable('sessions')
    .set({ ended_seq: (await lastNumber(turn.db)) + 1 })
    .where('id', '=', id)
    .where('ended_seq', 'is', null)
    .execute()
}

/** The number at which a session of this station was last ended by somebody; 0 when none was. */
export async function lastEnded(db: Db, station: string): Promise<number> {
  const row = await db
    .selectFrom('sessions')
    .select(eb => eb.fn.max('ended_seq').as('last'))
    .where('station', '=', station)
    .where('ended_seq', 'is not', null)
    .executeTakeFirst()
  return Number(row?.last ?? 0)
}

/** How a session stands at its station: open, ended by somebody, or unknown because it ran out or was never here. */
export async function sessionState(
  db: Db,
  station: string,
  session: string,
  now: string,
): Promise<'open' | 'ended' | 'unknown'> {
  const row = await db
    .selectFrom('sessions')
    .select('ended_seq')
    .where('hash', '=', hashOf(session))
    .where('station', '=', station)
    .where('until', '>', now)
    .executeTakeFirst()
  if (!row) return 'unknown'
  await seen(db, session, now)
  return row.ended_seq === null ? 'open' : 'ended'
}

/** Sessions that are open. */
export const openSessions = (db: Db, now: string) =>
  db
    .selectFrom('sessions')
    .select(['id', 'hash', 'person', 'station', 'opened_at', 'seen_at'])
    .where('until', '>', now)
    .where('ended_seq', 'is', null)
    .orderBy('opened_at', 'desc')

async function seen(db: Db, session: string, now: string): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ seen_at: now })
    .where('hash', '=', hashOf(session))
    .where('seen_at', '<', new Date(Date.parse(now) - SEEN_EVERY).toISOString())
    .execute()
}

/** A signed-in person, with the posts that count at the station: those in its unit, below it or above it. */
export interface SignedIn {
  person: Person
  posts: readonly Post[]
}

/** Who holds the session, at the station where it was opened. */
export async function signedIn(
  lookUps: Pick<LookUps, 'session' | 'seen'>,
  directory: Directory,
  station: Station,
  session: string,
  now: string,
): Promise<SignedIn | undefined> {
  const row = await lookUps.session(hashOf(session))
  if (row?.station !== station.id || row.until <= now) return undefined
  const person = directory.people.get(row.person)
  if (!person || person.ended) return undefined
  if (Date.parse(now) - Date.parse(row.seen_at) > SEEN_EVERY) await lookUps.seen(row.hash)
  const posts = postsAt(directory, station, person)
  return posts.length ? { person, posts } : undefined
}

/** The posts that a person may take at a station: in its unit, below it, or in a unit that it belongs to. */
export const postsAt = (directory: Directory, station: Station, person: Person): Post[] =>
  person.posts.filter(post => isOnItsLine(directory, station.unit, post.unit))

/** Whether one of two units lies below the other, or both are one. */
export const isOnItsLine = (directory: Directory, unit: string, other: string): boolean =>
  directory.below(unit).has(other) || directory.below(other).has(unit)

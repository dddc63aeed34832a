import type { Person, Post } from '../../shared-types/src/model/person.ts'
import type { Station } from '../../shared-types/src/protocol.ts'
import type { Directory } from './directory.ts'
import { hashOf, newToken } from './secrets.ts'
import type { Db } from './store.ts'

/** How long a person stays signed in with the server, in hours: a day at the window. */
const SESSION_HOURS = 12

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
    .values({ hash: hashOf(session), person, station: station.id, until })
    .execute()
  return { session, until }
}

export async function closeSession(db: Db, session: string): Promise<void> {
  await db.deleteFrom('sessions').where('hash', '=', hashOf(session)).execute()
}

/** Signs a person out everywhere: their password changed, or they left. */
export async function closeSessionsOf(db: Db, person: string): Promise<void> {
  await db.deleteFrom('sessions').where('person', '=', person).execute()
}

/** A signed-in person, with the posts that count at the station: those in its unit, below it or above it. */
export interface SignedIn {
  person: Person
  posts: readonly Post[]
}

/** Who holds the session, at the station where it was opened. */
export async function signedIn(
  db: Db,
  directory: Directory,
  station: Station,
  session: string,
  now: string,
): Promise<SignedIn | undefined> {
  const row = await db
    .selectFrom('sessions')
    .select('person')
    .where('hash', '=', hashOf(session))
    .where('station', '=', station.id)
    .where('until', '>', now)
    .executeTakeFirst()
  const person = row && directory.people.get(row.person)
  if (!person || person.ended) return undefined
  const posts = postsAt(directory, station, person)
  return posts.length ? { person, posts } : undefined
}

/** The posts that a person may take at a station: in its unit, below it, or in a unit that it belongs to. */
export const postsAt = (directory: Directory, station: Station, person: Person): Post[] =>
  person.posts.filter(post => isOnItsLine(directory, station.unit, post.unit))

/** Whether one of two units lies below the other, or both are one. */
export const isOnItsLine = (directory: Directory, unit: string, other: string): boolean =>
  directory.below(unit).has(other) || directory.below(other).has(unit)

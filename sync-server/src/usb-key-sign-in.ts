import { verify, X509Certificate } from 'node:crypto'
import { keyText } from '../../shared-types/src/engine/key-text.ts'
import type { Person, Post } from '../../shared-types/src/model/person.ts'
import type { KeySignInAnswer } from '../../shared-types/src/protocol-sign-in.ts'
import type {
  CertificateRefusal,
  KeyChallenge,
  KeyChallengeRequest,
  KeySignInRequest,
} from '../../shared-types/src/protocol-usb-key.ts'
import { audit, NOBODY } from './audit.ts'
import { certificateBy, certificatesAmong } from './certificates.ts'
import { noteUsual } from './lock-out.ts'
import { Refusal } from './refusal.ts'
import type { Parts, StationAsk } from './route.ts'
import { hashOf, newToken } from './secrets.ts'
import { openSession, postsAt } from './sessions.ts'
import type { Db } from './store.ts'

/** Seconds in which the PIN is typed and the key signs. */
const CHALLENGE_SECONDS = 120
/** Challenges that a station may have at once: two people who change seats, and some who think better of it. */
const CHALLENGES = 8

/** A challenge for the key at this station; the oldest of too many is forgotten. */
export async function challengeFor(
  { store }: Parts,
  { station }: StationAsk,
  { fingerprints }: KeyChallengeRequest,
  now: string,
): Promise<KeyChallenge> {
  const challenge = newToken()
  const until = new Date(Date.parse(now) + CHALLENGE_SECONDS * 1_000).toISOString()
  await store.transaction(async ({ db }) => {
    await db.deleteFrom('key_challenges').where('until', '<', now).execute()
    const open = await db
      .selectFrom('key_challenges')
      .select('hash')
      .where('station', '=', station.id)
      .orderBy('until', 'desc')
      .execute()
    const over = open.slice(CHALLENGES - 1).map(({ hash }) => hash)
    if (over.length) await db.deleteFrom('key_challenges').where('hash', 'in', over).execute()
    await db
      .insertInto('key_challenges')
      .values({ hash: hashOf(challenge), station: station.id, until })
      .execute()
  })
  const known = await certificatesAmong(store.db, fingerprints)
  const certificate = fingerprints.find(fingerprint => known.has(fingerprint))
  return { challenge, until, ...(certificate && { certificate }), time: now }
}

/**
 * A person signs in with their key, which stands for password and second factor: the certificate is registered as theirs,
 * counts now, and signed what this station was given. Why it does not count is told only to whoever holds the key.
 * @throws Refusal
 */
export async function signInByKey(parts: Parts, ask: StationAsk, request: KeySignInRequest): Promise<KeySignInAnswer> {
  const { db } = parts.store
  const now = parts.now()
  if (!(await takeChallenge(db, ask.station.id, request.challenge, now))) throw refused('challenge')
  const found = await certificateBy(db, request.fingerprint)
  if (!found) throw await noted(parts, ask, request, 'unknown')
  const text = keyText(parts.key.sign.publicKey, ask.station.id, request.challenge)
  if (!isSignedBy(found.der, text, request.signature)) throw await noted(parts, ask, request, 'signature')
  const problem = await parts.certificates.problem(found.der, now)
  if (problem) throw await noted(parts, ask, request, problem)
  const person = ask.directory.people.get(found.person)
  const posts = person && !person.ended ? postsAt(ask.directory, ask.station, person) : []
  if (!person || !posts.length) {
    await noted(parts, ask, request, 'unknown')
    throw new Refusal(401, 'credentials')
  }
  return enter(parts, ask, request, { person, posts, now })
}

async function enter(
  parts: Parts,
  { station }: StationAsk,
  { fingerprint }: KeySignInRequest,
  { person, posts, now }: { person: Person; posts: readonly Post[]; now: string },
): Promise<KeySignInAnswer> {
  const [post] = posts
  const opened = await parts.store.transaction(async turn => {
    const session = await openSession(turn.db, station, person.id, now)
    await noteUsual(turn.db, person.id, station.id, now)
    const by = { id: person.id, post: post!.id, role: post!.role, unit: post!.unit }
    await audit(turn, { act: 'sign-in', by, station: station.id, patch: { how: 'key', certificate: fingerprint } }, now)
    return session
  })
  return { person, ...opened, time: now }
}

/** One that was given out to this station and is not used yet; it is now. */
async function takeChallenge(db: Db, station: string, challenge: string, now: string): Promise<boolean> {
  const taken = await db
    .deleteFrom('key_challenges')
    .where('hash', '=', hashOf(challenge))
    .where('station', '=', station)
    .where('until', '>=', now)
    .returning('hash')
    .executeTakeFirst()
  return taken !== undefined
}

function isSignedBy(der: Buffer, text: string, signature: string): boolean {
  const key = new X509Certificate(der).publicKey
  return verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64'))
}

const refused = (why: CertificateRefusal) => new Refusal(401, 'certificate', why)

/** Writes the try down and answers its refusal. */
async function noted(
  parts: Parts,
  { station }: StationAsk,
  { fingerprint }: KeySignInRequest,
  why: CertificateRefusal,
): Promise<Refusal> {
  const patch = { how: 'key', certificate: fingerprint, why }
  await parts.store.transaction(turn =>
    audit(turn, { act: 'sign-in-failed', by: NOBODY, station: station.id, patch }, parts.now()),
  )
  return refused(why)
}

import { createHash, X509Certificate } from 'node:crypto'
import type { Person } from '../../shared-types/src/model/person.ts'
import type { CertificateLine } from '../../shared-types/src/protocol-usb-key.ts'
import type { CertificateTrust } from './certificate-trust.ts'
import { Refusal } from './refusal.ts'
import { closeSessionsOf } from './sessions.ts'
import { putSetting } from './settings.ts'
import type { Db, Turn } from './store.ts'

/** How many a person may have at once: the old key and the new one, and one to spare. */
const MOST = 3

/**
 * Registers a certificate (DER) as this person's own; every station is told its fingerprint.
 * @throws Refusal `certificate` for one that would open nothing, or is somebody's already
 */
export async function addCertificate(
  turn: Turn,
  trust: CertificateTrust,
  person: Person,
  { der, by }: { der: Uint8Array; by: string },
  now: string,
): Promise<CertificateLine> {
  const problem = await trust.problem(der, now)
  if (problem) throw new Refusal(409, 'certificate', problem)
  const line = lineOf(der)
  const row = { ...line, person: person.id, der: Buffer.from(der).toString('base64'), added_at: now, added_by: by }
  const held = await certificatesOf(turn.db, person.id)
  if (held.length >= MOST) throw new Refusal(409, 'bad-request', 'certificates')
  const made = await turn.db
    .insertInto('certificates')
    .values(row)
    .onConflict(on => on.column('fingerprint').doNothing())
    .returning('fingerprint')
    .executeTakeFirst()
  if (!made) throw new Refusal(409, 'certificate', 'taken')
  await tell(turn, person, now)
  return line
}

/** It opens nothing any more, and whoever is signed in is signed out. One that is not there needs no ending. */
export async function endCertificate(turn: Turn, person: Person, fingerprint: string, now: string): Promise<void> {
  const ended = await turn.db
    .deleteFrom('certificates')
    .where('person', '=', person.id)
    .where('fingerprint', '=', fingerprint)
    .returning('fingerprint')
    .executeTakeFirst()
  if (!ended) return
  await tell(turn, person, now)
  await closeSessionsOf(turn, person.id)
}

/** All of a person's: they were given an office, for which only the server's own program hands out what opens it. */
export async function endCertificatesOf(turn: Turn, person: Person, now: string): Promise<void> {
  if (!(await certificatesOf(turn.db, person.id)).length) return
  await turn.db.deleteFrom('certificates').where('person', '=', person.id).execute()
  await tell(turn, person, now)
}

/** What the stations hold of a person says which certificates are theirs. */
async function tell(turn: Turn, person: Person, now: string): Promise<void> {
  const held = (await certificatesOf(turn.db, person.id)).map(({ fingerprint }) => fingerprint)
  const { certificates: _, ...rest } = person
  const value = held.length ? { ...rest, certificates: held } : rest
  await putSetting(turn, { id: `person:${person.id}`, kind: 'person', value }, now)
}

export const certificatesOf = (db: Db, person: string): Promise<CertificateLine[]> =>
  db
    .selectFrom('certificates')
    .select(['fingerprint', 'subject', 'issuer', 'until'])
    .where('person', '=', person)
    .orderBy('added_at')
    .execute()

/** Everybody's. */
export const allCertificates = (db: Db) =>
  db
    .selectFrom('certificates')
    .select(['person', 'fingerprint', 'subject', 'issuer', 'until'])
    .orderBy('added_at')
    .execute()

/** Those of these that are somebody's. */
export async function certificatesAmong(db: Db, fingerprints: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('certificates')
    .select('fingerprint')
    .where('fingerprint', 'in', fingerprints)
    .execute()
  return new Set(rows.map(row => row.fingerprint))
}

/** Whose it is, with the certificate itself. */
export async function certificateBy(db: Db, fingerprint: string): Promise<{ person: string; der: Buffer } | undefined> {
  const row = await db
    .selectFrom('certificates')
    .select(['person', 'der'])
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst()
  return row && { person: row.person, der: Buffer.from(row.der, 'base64') }
}

function lineOf(der: Uint8Array): CertificateLine {
  const { subject, issuer, validTo } = new X509Certificate(der)
  const fingerprint = createHash('sha256').update(der).digest('hex')
  return { fingerprint, subject, issuer, until: new Date(validTo).toISOString() }
}

import type { Person } from '../../shared-types/src/model/person.ts'
import type { CertificateLine } from '../../shared-types/src/protocol-usb-key.ts'
import { audit, NOBODY } from './audit.ts'
import type { CertificateTrust } from './certificate-trust.ts'
import { addCertificate, certificatesOf, endCertificate } from './certificates.ts'
import type { FoundParts } from './found.ts'
import { Refusal } from './refusal.ts'
import type { Turn } from './store.ts'

/** Registers a certificate (DER) of the person of that login: for officers there is no other way. Throws a Refusal. */
export const addKey = (
  parts: FoundParts,
  trust: CertificateTrust,
  login: string,
  der: Uint8Array,
): Promise<CertificateLine> =>
  upon(parts, 'certificate', login, async (turn, person, now) => {
    const line = await addCertificate(turn, trust, person, { der, by: '' }, now)
    return { value: line, fingerprint: line.fingerprint }
  })

/** Ends all certificates of the person of that login, and answers how many. */
export const endKeys = (parts: FoundParts, login: string): Promise<number> =>
  upon(parts, 'certificate-ended', login, async (turn, person, now) => {
    const held = await certificatesOf(turn.db, person.id)
    for (const { fingerprint } of held) await endCertificate(turn, person, fingerprint, now)
    return { value: held.length, fingerprint: held.map(line => line.fingerprint).join(' ') }
  })

function upon<T>(
  { store, directory, now }: FoundParts,
  act: string,
  login: string,
  work: (turn: Turn, person: Person, now: string) => Promise<{ value: T; fingerprint: string }>,
): Promise<T> {
  return store.transaction(async turn => {
    const at = now()
    const person = [...(await directory(turn.db)).people.values()].find(p => p.login === login && !p.ended)
    if (!person) throw new Refusal(404, 'not-found', 'login')
    const { value, fingerprint } = await work(turn, person, at)
    await audit(turn, { act, by: NOBODY, station: '', patch: { person: person.id, certificate: fingerprint } }, at)
    return value
  })
}

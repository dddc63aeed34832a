import { z } from 'zod'
import { isOfficer, type Person } from '../../../shared-types/src/model/person.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import { audit, authorIn } from '../audit.ts'
import { addCertificate, endCertificate } from '../certificates.ts'
import { keeps } from '../keeps.ts'
import { parsed } from '../parse.ts'
import { Refusal } from '../refusal.ts'
import type { OfficerAsk, Parts, Route } from '../route.ts'
import type { Turn } from '../store.ts'
import { challengeFor, signInByKey } from '../usb-key-sign-in.ts'

/** A certificate of 4 kB as base64 is a large one. */
const certificateRequest = z.strictObject({ certificate: z.base64().min(1).max(12_000) })
const fingerprint = z.string().regex(/^[0-9a-f]{64}$/)
const challengeRequest = z.strictObject({ fingerprints: z.array(fingerprint).min(1).max(20) })
const keySignInRequest = z.strictObject({
  challenge: z.string().min(1).max(100),
  fingerprint,
  signature: z.base64().min(1).max(2_000),
})

/** Signing in with a certificate on a key, and whose certificate is whose. */
export const usbKeyRoutes: readonly Route[] = [
  {
    method: 'post',
    path: ROUTES.keyChallenge,
    needs: 'station',
    body: 'json',
    handle: (parts, ask) => challengeFor(parts, ask, parsed(challengeRequest, ask.req.body), parts.now()),
  },
  {
    method: 'post',
    path: ROUTES.keySignIn,
    needs: 'station',
    body: 'json',
    handle: (parts, ask) => signInByKey(parts, ask, parsed(keySignInRequest, ask.req.body)),
  },
  {
    method: 'put',
    path: `${ROUTES.people}/:id/certificates`,
    needs: 'security',
    body: 'json',
    handle: (parts, ask) => {
      const der = Buffer.from(parsed(certificateRequest, ask.req.body).certificate, 'base64')
      return upon(parts, ask, 'certificate', async (turn, person, now) => {
        const line = await addCertificate(turn, parts.certificates, person, { der, by: ask.signedIn.person.id }, now)
        return line.fingerprint
      })
    },
  },
  {
    method: 'put',
    path: `${ROUTES.people}/:id/certificates/:fingerprint/end`,
    needs: 'security',
    handle: (parts, ask) => {
      const which = parsed(fingerprint, ask.req.params.fingerprint)
      return upon(parts, ask, 'certificate-ended', async (turn, person, now) => {
        await endCertificate(turn, person, which, now)
        return which
      })
    },
  },
]

/**
 * Changes what opens the door for somebody, and writes it down. Of officers only the server's own program does: whoever
 * certifies a key of their own as an administrator's has taken that office.
 */
async function upon(
  parts: Parts,
  ask: OfficerAsk,
  act: string,
  work: (turn: Turn, person: Person, now: string) => Promise<string>,
) {
  const now = parts.now()
  await parts.store.transaction(async turn => {
    const person = keeps(ask, await parts.directory(turn.db), String(ask.req.params.id))
    if (person.posts.some(post => isOfficer(post.role))) throw new Refusal(403, 'forbidden', 'officer')
    const certificate = await work(turn, person, now)
    const patch = { person: person.id, certificate }
    await audit(turn, { act, by: authorIn(ask.signedIn), station: ask.station.id, patch }, now)
  })
  return { time: now }
}

import { z } from 'zod'
import { joinedCode } from '../../../shared-types/src/engine/enrol-code.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import type { CodeAnswer, CodeRequest, EnrolAnswer } from '../../../shared-types/src/protocol-stations.ts'
import { audit, authorIn, NOBODY } from '../audit.ts'
import { codeRequest, parsed } from '../parse.ts'
import { Refusal } from '../refusal.ts'
import type { Ask, OfficerAsk, Parts, Route } from '../route.ts'
import { isSignedBy, isTimely, signedRequest } from '../station-signature.ts'
import { enrol, makeEnrolCode, makeRekeyCode } from '../stations.ts'
import type { Turn } from '../store.ts'
import { waitFor } from '../within.ts'

/** 32 bytes in base64url. */
const publicKey = z.string().regex(/^[\w-]{43}$/)

const enrolRequest = z.object({
  code: z.string().min(1).max(40),
  name: z.string().trim().min(1).max(120),
  key: publicKey,
  seal: publicKey,
  as: z.string().min(1).max(60).optional(),
})

const rekeyRequest = z.object({ station: z.string().min(1).max(60) })

export const enrolRoutes: readonly Route[] = [
  { method: 'post', path: ROUTES.enrol, needs: 'nothing', body: 'json', handle: enrolHere },
  { method: 'post', path: ROUTES.codes, needs: 'administrator', body: 'json', handle: makeCode },
]

/** A machine proves that it has the key which it asks to be known by: it has signed the request with it. */
async function enrolHere(parts: Parts, { req, res }: Ask): Promise<EnrolAnswer> {
  const wait = await waitFor(parts.limits.enrol, req.ip ?? '')
  if (wait > 0) throw new Refusal(429, 'locked', String(wait))
  const asked = parsed(enrolRequest, req.body)
  const signed = signedRequest(req)
  if (!signed || signed.body !== res.locals.bodyHash || !(await isSignedBy(asked.key, signed)))
    throw new Refusal(401, 'signature')
  const now = parts.now()
  if (!isTimely(signed, now)) throw new Refusal(401, 'clock', now)
  const enrolled = await parts.store.transaction(async turn => {
    const made = await enrol(turn, await parts.directory(turn.db), asked, now)
    if (made) {
      const { id, unit, number } = made.station
      const patch = { name: asked.name, unit, number, key: asked.key }
      await audit(turn, { act: made.again ? 'enrol-again' : 'enrol', by: NOBODY, station: id, patch }, now)
    }
    return made
  })
  if (!enrolled) throw new Refusal(403, 'code')
  const { id, sign, seal } = parts.key
  return { station: enrolled.station, server: { id, sign: sign.publicKey, seal: seal.publicKey }, time: now }
}

/** A code for a new station of a unit, or for a station that is there and shall have a new key. */
async function makeCode(parts: Parts, ask: OfficerAsk): Promise<CodeAnswer> {
  const asked: CodeRequest = parsed(z.union([rekeyRequest, codeRequest]), ask.req.body)
  const now = parts.now()
  const made = await parts.store.transaction(async turn => {
    const directory = await parts.directory(turn.db)
    const station = 'station' in asked ? directory.stations.get(asked.station) : undefined
    if ('station' in asked && !station) throw new Refusal(404, 'not-found')
    const unit = station?.unit ?? ('unit' in asked ? asked.unit : '')
    if (!ask.administers.has(unit)) throw new Refusal(403, 'forbidden')
    const code =
      'station' in asked
        ? await makeRekeyCode(turn, directory, asked.station, now)
        : await makeEnrolCode(turn, directory, unit, asked.number, now)
    if (code) await note(turn, ask, { ...asked }, now)
    return code
  })
  if (!made) throw new Refusal(409, 'bad-request', 'number')
  return { ...made, code: joinedCode(made.code, parts.tls.fingerprint()), time: now }
}

const note = (turn: Turn, { signedIn, station }: OfficerAsk, patch: Record<string, string>, now: string) =>
  audit(turn, { act: 'code', by: authorIn(signedIn), station: station.id, patch }, now)

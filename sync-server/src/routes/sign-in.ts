import { z } from 'zod'
import { DEFAULT_SIGN_IN, SIGN_IN_BOUNDS, type SignInRules } from '../../../shared-types/src/model/sign-in.ts'
import { HEADERS, ROUTES } from '../../../shared-types/src/protocol.ts'
import { audit, authorIn } from '../audit.ts'
import { parsed, signInRequest } from '../parse.ts'
import { Refusal } from '../refusal.ts'
import type { OfficerAsk, Parts, Route } from '../route.ts'
import { closeSession } from '../sessions.ts'
import { putSetting } from '../settings.ts'
import { signIn } from '../sign-in.ts'

const between = ({ min, max }: { min: number; max: number }) => z.number().int().min(min).max(max)
const rulesRequest: z.ZodType<SignInRules> = z.strictObject({
  secondFactor: z.boolean(),
  offlineDays: between(SIGN_IN_BOUNDS.offlineDays),
  idleMinutes: between(SIGN_IN_BOUNDS.idleMinutes),
  passwordDays: z.union([z.literal(DEFAULT_SIGN_IN.passwordDays), between(SIGN_IN_BOUNDS.passwordDays)]),
})

export const signInRoutes: readonly Route[] = [
  {
    method: 'post',
    path: ROUTES.signIn,
    needs: 'station',
    body: 'json',
    handle: (parts, ask) => signIn(parts, ask, parsed(signInRequest, ask.req.body)),
  },
  {
    method: 'post',
    path: ROUTES.signOut,
    needs: 'person',
    async handle({ store }, { req }) {
      await closeSession(store.db, req.get(HEADERS.session) ?? '')
      return {}
    },
  },
  { method: 'put', path: ROUTES.signInRules, needs: 'security', body: 'json', handle: putRules },
]

/** Rules of the whole deployment are for the security officer at its top. */
async function putRules(parts: Parts, ask: OfficerAsk) {
  const value = parsed(rulesRequest, ask.req.body)
  if (!ask.whole) throw new Refusal(403, 'forbidden')
  const now = parts.now()
  return parts.store.transaction(async turn => {
    const stored = await putSetting(turn, { id: 'sign-in', kind: 'sign-in', value }, now)
    const patch = { id: 'sign-in', value: JSON.stringify(value) }
    await audit(turn, { act: 'setting', by: authorIn(ask.signedIn), station: ask.station.id, patch }, now)
    return { ...stored, time: now }
  })
}

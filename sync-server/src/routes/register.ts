import { z } from 'zod'
import { orgCodeProblem } from '../../../shared-types/src/engine/org-code.ts'
import { isOfficer } from '../../../shared-types/src/model/person.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import type { RegisterAnswer, RegisterRequest } from '../../../shared-types/src/protocol-register.ts'
import { audit, authorIn } from '../audit.ts'
import { parsed } from '../parse.ts'
import { demand, fits, Refusal } from '../refusal.ts'
import type { Parts, PersonAsk, Route } from '../route.ts'

const request: z.ZodType<RegisterRequest> = z.strictObject({ code: z.string().max(18) })

/** What the register of enterprises says of one: each question is a line of the log, with what came of it. */
export const registerRoutes: readonly Route[] = [
  { method: 'post', path: ROUTES.register, needs: 'person', body: 'json', handle: look },
]

async function look(parts: Parts, ask: PersonAsk): Promise<RegisterAnswer> {
  const { signedIn, station } = ask
  const { code } = parsed(request, ask.req.body)
  demand(signedIn.posts.some(post => !isOfficer(post.role)))
  const { register } = parts
  if (!register) throw new Refusal(404, 'not-found', 'none')
  fits(orgCodeProblem(code) === undefined, 'code')
  const outcome = await register.ask(code)
  const state = outcome.is === 'failed' ? outcome.why : outcome.is
  const line = {
    act: 'register-look',
    by: authorIn(signedIn),
    station: station.id,
    patch: { name: register.name, number: code, state },
  }
  await parts.store.transaction(turn => audit(turn, line, parts.now()))
  if (outcome.is === 'unknown') throw new Refusal(404, 'not-found', 'unknown')
  if (outcome.is === 'failed') throw new Refusal(409, 'bad-request', 'failed')
  return { register: register.name, items: outcome.items, time: parts.now() }
}

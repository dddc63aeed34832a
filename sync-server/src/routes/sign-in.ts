import type { Author } from '../../../shared-types/src/model/case.ts'
import { HEADERS, ROUTES, type SignInAnswer } from '../../../shared-types/src/protocol.ts'
import { audit, NOBODY } from '../audit.ts'
import { parsed, signInRequest } from '../parse.ts'
import { personBy, verifierOf } from '../passwords.ts'
import { Refusal } from '../refusal.ts'
import type { Parts, Route, StationAsk } from '../route.ts'
import { closeSession, openSession, postsAt } from '../sessions.ts'
import { within } from '../within.ts'

export const signInRoutes: readonly Route[] = [
  { method: 'post', path: ROUTES.signIn, needs: 'station', body: 'json', handle: signIn },
  {
    method: 'post',
    path: ROUTES.signOut,
    needs: 'person',
    async handle({ store }, { req }) {
      await closeSession(store.db, req.get(HEADERS.session) ?? '')
      return {}
    },
  },
]

/**
 * A person signs in at a station where they hold a post. An unknown login, a wrong password, somebody of elsewhere and
 * somebody who left get the same answer after the same time; tries are counted by what was typed, known or not.
 */
async function signIn(parts: Parts, ask: StationAsk): Promise<SignInAnswer> {
  const { login, password } = parsed(signInRequest, ask.req.body)
  const keys = [`${ask.station.id}:${login}`, login]
  for (const [i, limiter] of parts.limits.signIn.entries())
    if (!(await within(limiter, keys[i]!))) throw new Refusal(429, 'locked')
  const id = await personBy(parts.store.db, login, password, parts.nobody)
  const person = id === undefined ? undefined : ask.directory.people.get(id)
  const posts = person && !person.ended ? postsAt(ask.directory, ask.station, person) : []
  const now = parts.now()
  if (!person || posts.length === 0) {
    await note(parts, ask, 'sign-in-failed', NOBODY, now)
    throw new Refusal(401, 'credentials')
  }
  for (const [i, limiter] of parts.limits.signIn.entries()) await limiter.delete(keys[i]!)
  const [post] = posts
  const opened = await openSession(parts.store.db, ask.station, person.id, now)
  await note(parts, ask, 'sign-in', { id: person.id, post: post!.id, role: post!.role, unit: post!.unit }, now)
  return { person, ...opened, verifier: await verifierOf(password), time: now }
}

const note = ({ store }: Parts, { station }: StationAsk, act: string, by: Author, now: string) =>
  store.transaction(turn => audit(turn, { act, by, station: station.id, patch: {} }, now))

import { isOfficer } from '../../../shared-types/src/model/person.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import { audit, authorIn } from '../audit.ts'
import { ownPasswordRequest, parsed, passwordRequest } from '../parse.ts'
import { personBy, setPassword } from '../passwords.ts'
import { Refusal } from '../refusal.ts'
import type { Parts, PersonAsk, Route } from '../route.ts'
import { closeSessionsOf } from '../sessions.ts'
import { within } from '../within.ts'

export const passwordRoutes: readonly Route[] = [
  {
    method: 'put',
    path: ROUTES.password,
    needs: 'security',
    body: 'json',
    async handle(parts, ask) {
      const { person: id, password } = parsed(passwordRequest, ask.req.body)
      const person = ask.directory.people.get(id)
      if (!person) throw new Refusal(404, 'not-found')
      const units = [...person.posts.map(post => post.unit), ...(person.unit ? [person.unit] : [])]
      if (units.length === 0 || !units.every(unit => ask.administers.has(unit))) throw new Refusal(403, 'forbidden')
      // Else a security officer could sign in as an administrator or as the one who audits them.
      if (person.posts.some(post => isOfficer(post.role))) throw new Refusal(403, 'forbidden', 'officer')
      await change(parts, ask, person, password)
      return {}
    },
  },
  {
    method: 'put',
    path: ROUTES.ownPassword,
    needs: 'person',
    body: 'json',
    async handle(parts, ask) {
      const { old, password } = parsed(ownPasswordRequest, ask.req.body)
      const { person } = ask.signedIn
      if (!(await within(parts.limits.signIn[0]!, `password:${person.id}`))) throw new Refusal(429, 'locked')
      if ((await personBy(parts.store.db, person.login, old, parts.nobody)) !== person.id)
        throw new Refusal(401, 'credentials')
      await change(parts, ask, person, password)
      return {}
    },
  },
]

/** Whoever was signed in with the old password is not any more. */
async function change(parts: Parts, ask: PersonAsk, person: { id: string; login: string }, password: string) {
  await parts.store.transaction(async turn => {
    await setPassword(turn.db, person.id, person.login, password)
    await closeSessionsOf(turn.db, person.id)
    const line = { act: 'password', by: authorIn(ask.signedIn), station: ask.station.id, patch: { person: person.id } }
    await audit(turn, line, parts.now())
  })
}

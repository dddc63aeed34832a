import { isOfficer } from '../../../shared-types/src/model/person.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import type { PasswordAnswer } from '../../../shared-types/src/protocol-sign-in.ts'
import { audit, authorIn } from '../audit.ts'
import { keeps } from '../keeps.ts'
import { beginTry, countedForPerson, forgetTries } from '../lock-out.ts'
import { ownPasswordRequest, parsed, passwordRequest } from '../parse.ts'
import { changePassword, hashed, newPasswordProblem, personBy } from '../passwords.ts'
import { Refusal } from '../refusal.ts'
import type { OfficerAsk, Parts, PersonAsk, Route } from '../route.ts'
import { newCode } from '../secrets.ts'

export const passwordRoutes: readonly Route[] = [
  { method: 'put', path: ROUTES.password, needs: 'security', body: 'json', handle: resetPassword },
  { method: 'put', path: ROUTES.ownPassword, needs: 'person', body: 'json', handle: ownPassword },
]

/** Gives a person a first password, which the officer hands over and the person changes when they sign in. */
async function resetPassword(parts: Parts, ask: OfficerAsk): Promise<PasswordAnswer> {
  const { person: id } = parsed(passwordRequest, ask.req.body)
  const password = newCode()
  const hash = await hashed(password)
  const now = parts.now()
  await parts.store.transaction(async turn => {
    const person = keeps(ask, await parts.directory(turn.db), id)
    // Else a security officer could sign in as an administrator or as the one who audits them.
    if (person.posts.some(post => isOfficer(post.role))) throw new Refusal(403, 'forbidden', 'officer')
    await changePassword(turn, person, { hash, mustChange: true }, now)
    const patch = { person: person.id, reset: true }
    await audit(turn, { act: 'password', by: authorIn(ask.signedIn), station: ask.station.id, patch }, now)
  })
  return { password, time: now }
}

/** A person changes their own; whoever was signed in with the old one is not any more. */
async function ownPassword(parts: Parts, ask: PersonAsk) {
  const { old, password } = parsed(ownPasswordRequest, ask.req.body)
  const { db } = parts.store
  const { person } = ask.signedIn
  const now = parts.now()
  const counted = countedForPerson(person.id)
  const wait = await beginTry(db, counted, now)
  if (wait > 0) throw new Refusal(429, 'locked', String(wait))
  if ((await personBy(db, person.login, old, parts.nobody)) !== person.id) throw new Refusal(401, 'credentials')
  await forgetTries(db, counted)
  const problem = await newPasswordProblem(db, ask.directory, person, password)
  if (problem) throw new Refusal(409, 'password', problem)
  const hash = await hashed(password)
  await parts.store.transaction(async turn => {
    await changePassword(turn, person, { hash, mustChange: false }, now)
    const patch = { person: person.id }
    await audit(turn, { act: 'password', by: authorIn(ask.signedIn), station: ask.station.id, patch }, now)
  })
  return { time: now }
}

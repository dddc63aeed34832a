import { z } from 'zod'
import { isOfficer, type Person } from '../../../shared-types/src/model/person.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import type { PersonLine } from '../../../shared-types/src/protocol-sign-in.ts'
import { audit, authorIn } from '../audit.ts'
import { endCertificatesOf } from '../certificates.ts'
import { gainsOffice } from '../change-person.ts'
import { changeSetting } from '../change-setting.ts'
import { isKept, keeps } from '../keeps.ts'
import { dropTriesOf } from '../lock-out.ts'
import { parsed, posts } from '../parse.ts'
import { voidPassword } from '../passwords.ts'
import { personLines } from '../person-lines.ts'
import { powersOf } from '../powers.ts'
import { Refusal } from '../refusal.ts'
import type { OfficerAsk, Parts, Route } from '../route.ts'
import { dropFactor } from '../second-factor.ts'
import type { Turn } from '../store.ts'

const postsRequest = z.object({ posts })

export const peopleRoutes: readonly Route[] = [
  {
    method: 'get',
    path: ROUTES.people,
    needs: 'keeper',
    async handle(parts, { administers, directory }): Promise<{ people: PersonLine[]; time: string }> {
      const kept = [...directory.people.values()].filter(person => isKept(administers, person))
      return { people: await personLines(parts.store.db, kept, parts.now()), time: parts.now() }
    },
  },
  { method: 'put', path: `${ROUTES.people}/:id/posts`, needs: 'security', body: 'json', handle: putPosts },
  {
    method: 'put',
    path: `${ROUTES.people}/:id/factor`,
    needs: 'security',
    handle: (parts, ask) =>
      upon(parts, ask, 'factor-reset', async ({ db }, person) => {
        // Beside the password it is what keeps an office from a security officer.
        if (person.posts.some(post => isOfficer(post.role))) throw new Refusal(403, 'forbidden', 'officer')
        await dropFactor(db, person.id)
      }),
  },
  {
    method: 'put',
    path: `${ROUTES.people}/:id/tries`,
    needs: 'security',
    handle: (parts, ask) => upon(parts, ask, 'tries-dropped', ({ db }, person) => dropTriesOf(db, person)),
  },
]

/** Does something to a person whom the officer looks after, and writes it down. */
async function upon(parts: Parts, ask: OfficerAsk, act: string, work: (turn: Turn, person: Person) => Promise<void>) {
  const now = parts.now()
  await parts.store.transaction(async turn => {
    const person = keeps(ask, await parts.directory(turn.db), String(ask.req.params.id))
    await work(turn, person)
    await audit(turn, { act, by: authorIn(ask.signedIn), station: ask.station.id, patch: { person: person.id } }, now)
  })
  return { time: now }
}

/**
 * Gives a person their posts, all of them. Whoever is given an office signs in from then on with a password that only
 * the program on the server's machine hands out: else the security officer could set one first and take the office.
 */
async function putPosts(parts: Parts, ask: OfficerAsk) {
  const { posts } = parsed(postsRequest, ask.req.body)
  const now = parts.now()
  return parts.store.transaction(async turn => {
    const directory = await parts.directory(turn.db)
    const before = directory.people.get(String(ask.req.params.id))
    if (!before) throw new Refusal(404, 'not-found')
    const setting = { id: `person:${before.id}`, kind: 'person', value: { ...before, posts } } as const
    const stored = await changeSetting(turn, directory, powersOf(ask), setting, now)
    if (gainsOffice(before, setting.value))
      await endCertificatesOf(turn, await voidPassword(turn, stored.value as Person, now), now)
    const patch = { id: setting.id, value: JSON.stringify(posts) }
    await audit(turn, { act: 'posts', by: authorIn(ask.signedIn), station: ask.station.id, patch }, now)
    return { ...stored, time: now }
  })
}

import { z } from 'zod'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import { audit, authorIn } from '../audit.ts'
import { gainsOffice } from '../change-person.ts'
import { changeSetting } from '../change-setting.ts'
import { parsed, posts } from '../parse.ts'
import { voidPassword } from '../passwords.ts'
import { powersOf } from '../powers.ts'
import { Refusal } from '../refusal.ts'
import type { OfficerAsk, Parts, Route } from '../route.ts'

const postsRequest = z.object({ posts })

export const peopleRoutes: readonly Route[] = [
  { method: 'put', path: `${ROUTES.people}/:id/posts`, needs: 'security', body: 'json', handle: putPosts },
]

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
    if (gainsOffice(before, setting.value)) await voidPassword(turn.db, before.id)
    const patch = { id: setting.id, value: JSON.stringify(posts) }
    await audit(turn, { act: 'posts', by: authorIn(ask.signedIn), station: ask.station.id, patch }, now)
    return { ...stored, time: now }
  })
}

import { z } from 'zod'
import { dayOf } from '../../../shared-types/src/engine/day.ts'
import { parsePersonId } from '../../../shared-types/src/engine/person-id.ts'
import { PURPOSES } from '../../../shared-types/src/model/purpose.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import type { AccessLogAnswer, RevealBursts } from '../../../shared-types/src/protocol-personal.ts'
import { accessLog } from '../access-log.ts'
import { audit, authorIn } from '../audit.ts'
import { parsed } from '../parse.ts'
import { fits, Refusal } from '../refusal.ts'
import { burstsOf } from '../reveal-burst.ts'
import type { Route } from '../route.ts'

const request = z
  .strictObject({
    number: z.string().max(18),
    identity: z.enum(['card', 'typed']),
    purpose: z.enum(PURPOSES),
    note: z.string().trim().max(200).default(''),
  })
  .refine(({ purpose, note }) => purpose !== 'other' || note.length >= 2)

/** What a person may be told of who looked at them, and what the security officer is told of who looked at many. */
export const accessLogRoutes: readonly Route[] = [
  {
    method: 'post',
    path: ROUTES.accessLog,
    needs: 'person',
    body: 'json',
    async handle(parts, ask): Promise<AccessLogAnswer> {
      const { signedIn, station } = ask
      if (!signedIn.posts.some(post => post.role === 'supervisor')) {
        const line = { act: 'refused', by: authorIn(signedIn), station: station.id, patch: { call: ROUTES.accessLog } }
        await parts.store.transaction(turn => audit(turn, line, parts.now()))
        throw new Refusal(403, 'forbidden')
      }
      const asked = parsed(request, ask.req.body)
      fits(parsePersonId(asked.number, dayOf(parts.now(), ask.directory.zone)).ok, 'number')
      return accessLog(parts, ask, asked)
    },
  },
  {
    method: 'get',
    path: ROUTES.reveals,
    needs: 'security',
    async handle(parts, { administers }): Promise<RevealBursts> {
      const now = parts.now()
      return { bursts: await burstsOf(parts.store.db, administers, now), time: now }
    },
  },
]

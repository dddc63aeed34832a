import type { CaseEvent } from '../../../shared-types/src/model/case.ts'
import { type PullAnswer, type PushAnswer, ROUTES, type Station } from '../../../shared-types/src/protocol.ts'
import { accept, type Verdict } from '../accept.ts'
import { unitsOf } from '../group-shape.ts'
import { parsed, parsedPush, pullQuery } from '../parse.ts'
import { pull } from '../pull.ts'
import { isTransient } from '../refusal.ts'
import { refuseUnread } from '../refuse-unread.ts'
import type { Parts, Route } from '../route.ts'

export const syncRoutes: readonly Route[] = [
  {
    method: 'post',
    path: ROUTES.push,
    needs: 'station',
    body: 'json',
    async handle(parts, { req, station }): Promise<PushAnswer> {
      const { events, broken } = parsedPush(req.body)
      const verdicts: Verdict[] = broken.map(row => ({ ...row, verdict: 'refused', seq: 0 }))
      for (const unit of unitsOf(events)) verdicts.push(...(await acceptSafely(parts, station, unit)))
      return { verdicts, time: parts.now() }
    },
  },
  {
    method: 'get',
    path: ROUTES.pull,
    needs: 'station',
    async handle(parts, { req, station }): Promise<PullAnswer> {
      const { seq, scope, limit } = parsed(pullQuery, req.query)
      return { ...(await pull(parts, station, { seq, scope }, limit)), time: parts.now() }
    },
  },
]

/**
 * What breaks the program in one event must not hold up the queue behind it for ever: after a second try it is refused
 * as unreadable and reported as the fault that it is. A database that is busy or gone is no fault of the event.
 */
async function acceptSafely(parts: Parts, station: Station, events: readonly CaseEvent[]): Promise<Verdict[]> {
  try {
    return await accept(parts, station, events)
  } catch (error) {
    if (isTransient(error)) throw error
  }
  try {
    return await accept(parts, station, events)
  } catch (error) {
    if (isTransient(error)) throw error
    parts.fault(error, `event ${events[0]!.id}`)
    return refuseUnread(parts, station, events)
  }
}

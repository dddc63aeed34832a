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
      const units = unitsOf(events)
      for (let i = 0; i < units.length; i += TOGETHER)
        verdicts.push(...(await acceptTogether(parts, station, units.slice(i, i + TOGETHER))))
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

/** Units of one transaction: a sync to the disk for each event is slow, and a long turn keeps everybody else waiting. */
const TOGETHER = 50

/** A unit that breaks the program takes those beside it down with it: then each has a transaction of its own. */
async function acceptTogether(
  parts: Parts,
  station: Station,
  units: readonly (readonly CaseEvent[])[],
): Promise<Verdict[]> {
  try {
    return await accept(parts, station, units)
  } catch (error) {
    if (isTransient(error)) throw error
  }
  const verdicts: Verdict[] = []
  for (const unit of units) verdicts.push(...(await acceptSafely(parts, station, unit)))
  return verdicts
}

/**
 * What breaks the program in one unit must not hold up the queue behind it for ever: it is refused as unreadable and
 * reported as the fault that it is. A database that is busy or gone is no fault of the event.
 */
async function acceptSafely(parts: Parts, station: Station, unit: readonly CaseEvent[]): Promise<Verdict[]> {
  try {
    return await accept(parts, station, [unit])
  } catch (error) {
    if (isTransient(error)) throw error
    parts.fault(error, `event ${unit[0]!.id}`)
    return refuseUnread(parts, station, unit)
  }
}

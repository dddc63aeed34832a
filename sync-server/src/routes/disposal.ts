import { z } from 'zod'
import { dayOf } from '../../../shared-types/src/engine/day.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import {
  type DisposalAnswer,
  type DisposalRequest,
  type HoldRequest,
  REASON_MAX,
} from '../../../shared-types/src/protocol-disposal.ts'
import { approve, decline } from '../disposal-decide.ts'
import { disposalLines, holdLines } from '../disposal-list.ts'
import { propose } from '../disposal-propose.ts'
import { carryOut } from '../disposal-run.ts'
import { liftHold, setHold } from '../hold.ts'
import { parsed } from '../parse.ts'
import { dueLines } from '../retention.ts'
import type { OfficerAsk, Parts, Route } from '../route.ts'

const reason = z.string().trim().min(2).max(REASON_MAX)
const type = z.string().min(1).max(120)
const disposalRequest = z.strictObject({ type, note: reason }) as z.ZodType<DisposalRequest>
const reasonRequest = z.strictObject({ reason })
const number = z.string().trim().min(4).max(60)
const holdRequest = z.union([
  z.strictObject({ number, reason }),
  z.strictObject({ type, reason }),
]) as z.ZodType<HoldRequest>

/**
 * What has run out, and its end: a security officer proposes and sets holds, an audit officer approves. Every one of these
 * acts is a line of the log.
 */
export const disposalRoutes: readonly Route[] = [
  { method: 'get', path: ROUTES.disposal, needs: 'disposer', handle: list },
  {
    method: 'post',
    path: ROUTES.disposal,
    needs: 'security',
    body: 'json',
    async handle(parts, ask) {
      const asked = parsed(disposalRequest, ask.req.body)
      const now = parts.now()
      const made = await parts.store.transaction(async turn => {
        const directory = await parts.directory(turn.db)
        return propose(parts.store, turn, ask, directory, asked, { now, today: dayOf(now, directory.zone) })
      })
      return { ...made, time: now }
    },
  },
  {
    method: 'post',
    path: `${ROUTES.disposal}/:id/approve`,
    needs: 'audit',
    async handle(parts, ask) {
      const id = String(ask.req.params.id)
      await parts.store.transaction(turn => approve(turn, ask, id, parts.now()))
      await carryOut(parts, id)
      return { time: parts.now() }
    },
  },
  {
    method: 'post',
    path: `${ROUTES.disposal}/:id/decline`,
    needs: 'disposer',
    body: 'json',
    async handle(parts, ask) {
      const { reason: why } = parsed(reasonRequest, ask.req.body)
      await parts.store.transaction(turn => decline(turn, ask, String(ask.req.params.id), why, parts.now()))
      return { time: parts.now() }
    },
  },
  {
    method: 'post',
    path: ROUTES.holds,
    needs: 'security',
    body: 'json',
    async handle(parts, ask) {
      const asked = parsed(holdRequest, ask.req.body)
      return { ...(await parts.store.transaction(turn => setHold(turn, ask, asked, parts.now()))), time: parts.now() }
    },
  },
  {
    method: 'post',
    path: `${ROUTES.holds}/:id/lift`,
    needs: 'security',
    body: 'json',
    async handle(parts, ask) {
      const { reason: why } = parsed(reasonRequest, ask.req.body)
      await parts.store.transaction(turn => liftHold(turn, ask, String(ask.req.params.id), why, parts.now()))
      return { time: parts.now() }
    },
  },
]

async function list(parts: Parts, ask: OfficerAsk): Promise<DisposalAnswer> {
  const { db } = parts.store
  const time = parts.now()
  return {
    due: await dueLines(parts.store, ask.directory, ask, dayOf(time, ask.directory.zone)),
    disposals: await disposalLines(db, ask),
    holds: await holdLines(db, ask),
    time,
  }
}

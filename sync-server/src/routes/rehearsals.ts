import { z } from 'zod'
import { dayOf, isDay } from '../../../shared-types/src/engine/day.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import type {
  AdoptRequest,
  RehearsalLine,
  RehearsalRequest,
  RehearsalsAnswer,
} from '../../../shared-types/src/protocol-rules.ts'
import { parsed } from '../parse.ts'
import { fits, Refusal } from '../refusal.ts'
import { beginRehearsal } from '../rehearsal/begin.ts'
import { endRehearsal, rehearsalLines, rehearsalOf } from '../rehearsal/kept.ts'
import type { Parts, PersonAsk, Route } from '../route.ts'
import { changeRule, checkChange } from '../rules/change-rule.ts'
import { mayAt, rulePowers } from '../rules/rule-powers.ts'

const day = z.string().refine(isDay)
const id = z.string().min(1).max(120)
const request = z.strictObject({
  rule: id,
  unit: id.optional(),
  parameters: z.record(z.string().max(60), z.number()),
  from: day,
  to: day,
}) as z.ZodType<RehearsalRequest>
const adoption: z.ZodType<AdoptRequest> = z.strictObject({ from: day, reason: z.string().trim().min(2).max(200) })

/** 试运行: any rule by any parameters over a past period, beside what was in force; for whoever may set it there. */
export const rehearsalRoutes: readonly Route[] = [
  {
    method: 'get',
    path: ROUTES.rehearsals,
    needs: 'person',
    async handle(parts, ask): Promise<RehearsalsAnswer> {
      const powers = rulePowers(ask)
      const time = parts.now()
      const own = await rehearsalLines(parts.store.db, ask.signedIn.person.id, time)
      return { rehearsals: own.filter(({ asked }) => mayAt(powers, asked.unit)), time }
    },
  },
  {
    method: 'get',
    path: `${ROUTES.rehearsals}/:id`,
    needs: 'person',
    handle: (parts, ask) => own(parts, ask),
  },
  { method: 'post', path: ROUTES.rehearsals, needs: 'person', body: 'json', handle: begin },
  {
    method: 'post',
    path: `${ROUTES.rehearsals}/:id/cancel`,
    needs: 'person',
    async handle(parts, ask) {
      const { id: which } = await own(parts, ask)
      await parts.store.through(() => endRehearsal(parts.store.db, which, 'cancelled'))
      parts.rehearsals.end(which)
      return { time: parts.now() }
    },
  },
  { method: 'post', path: `${ROUTES.rehearsals}/:id/adopt`, needs: 'person', body: 'json', handle: adopt },
]

async function begin(parts: Parts, ask: PersonAsk) {
  const powers = rulePowers(ask)
  const asked = parsed(request, ask.req.body)
  const rule = checkChange(powers, { ...asked, on: true })
  fits(parts.rehearsals.room(), 'room')
  const now = parts.now()
  const complete = { ...asked, parameters: { ...rule.defaults, ...asked.parameters } }
  const at = { now, today: dayOf(now, ask.directory.zone) }
  const begun = await parts.store.transaction(turn => beginRehearsal(turn, ask, complete, at))
  parts.rehearsals.run(begun, complete, ask.directory)
  return { id: begun, time: now }
}

/** Switches on from a day what was rehearsed, with the place and the parameters that it had. */
async function adopt(parts: Parts, ask: PersonAsk) {
  const { from, reason } = parsed(adoption, ask.req.body)
  const { id: rehearsal, state, asked } = await own(parts, ask)
  fits(state === 'done', 'unfinished')
  const { rule, unit, parameters } = asked
  const change = { rule, ...(unit !== undefined && { unit }), parameters, from, on: true, reason, rehearsal }
  const now = parts.now()
  const at = { now, today: dayOf(now, ask.directory.zone) }
  const version = await parts.store.transaction(turn => changeRule(turn, ask, rulePowers(ask), change, at))
  return { version, time: now }
}

/** One's own, as long as one may set rules where it was tried; else a Refusal. */
async function own(parts: Parts, ask: PersonAsk): Promise<RehearsalLine> {
  const powers = rulePowers(ask)
  const line = await rehearsalOf(parts.store.db, ask.signedIn.person.id, String(ask.req.params.id), parts.now())
  if (!line || !mayAt(powers, line.asked.unit)) throw new Refusal(404, 'not-found')
  return line
}

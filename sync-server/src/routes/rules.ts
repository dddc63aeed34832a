import { z } from 'zod'
import { dayOf, isDay } from '../../../shared-types/src/engine/day.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import type {
  ExemptionRequest,
  ExemptionsAnswer,
  RuleChangeRequest,
  RulesAnswer,
} from '../../../shared-types/src/protocol-rules.ts'
import { parsed } from '../parse.ts'
import type { Parts, PersonAsk, Route } from '../route.ts'
import { changeRule, withdrawChange } from '../rules/change-rule.ts'
import { addExemption, endExemption, exemptionLines } from '../rules/exempt.ts'
import { ruleLines } from '../rules/rule-lines.ts'
import { rulePowers } from '../rules/rule-powers.ts'

const day = z.string().refine(isDay)
const reason = z.string().trim().min(2).max(200)
const id = z.string().min(1).max(120)
const change = z.strictObject({
  rule: id,
  unit: id.optional(),
  from: day,
  on: z.boolean(),
  parameters: z.record(z.string().max(60), z.number()).optional(),
  reason,
}) as z.ZodType<RuleChangeRequest>
const withdrawal = z.strictObject({ reason })
const version = z.coerce.number().int().min(1)
const exemption: z.ZodType<ExemptionRequest> = z.strictObject({
  rule: id,
  subject: z.string().trim().min(1).max(120),
  from: day,
  to: day,
  reason,
})

const atNow = (parts: Parts, { directory }: PersonAsk) => {
  const now = parts.now()
  return { now, today: dayOf(now, directory.zone) }
}

/** What the rules are set to, and whom they leave out: for supervisors in their units, and administrators of the whole. */
export const ruleRoutes: readonly Route[] = [
  { method: 'get', path: ROUTES.rules, needs: 'person', handle: viewRules },
  {
    method: 'post',
    path: ROUTES.rules,
    needs: 'person',
    body: 'json',
    async handle(parts, ask) {
      const powers = rulePowers(ask)
      const asked = parsed(change, ask.req.body)
      const at = atNow(parts, ask)
      const made = await parts.store.transaction(turn => changeRule(turn, ask, powers, asked, at))
      return { version: made, time: at.now }
    },
  },
  {
    method: 'post',
    path: `${ROUTES.rules}/:version/withdraw`,
    needs: 'person',
    body: 'json',
    async handle(parts, ask) {
      const powers = rulePowers(ask)
      const asked = { version: parsed(version, ask.req.params.version), ...parsed(withdrawal, ask.req.body) }
      const at = atNow(parts, ask)
      await parts.store.transaction(turn => withdrawChange(turn, ask, powers, asked, at))
      return { time: at.now }
    },
  },
  {
    method: 'get',
    path: ROUTES.exemptions,
    needs: 'person',
    async handle(parts, ask): Promise<ExemptionsAnswer> {
      const { now, today } = atNow(parts, ask)
      return { exemptions: await exemptionLines(parts.store.db, rulePowers(ask)), today, time: now }
    },
  },
  {
    method: 'post',
    path: ROUTES.exemptions,
    needs: 'person',
    body: 'json',
    async handle(parts, ask) {
      const powers = rulePowers(ask)
      const asked = parsed(exemption, ask.req.body)
      const at = atNow(parts, ask)
      const made = await parts.store.transaction(turn => addExemption(turn, ask, powers, asked, at))
      return { id: made, time: at.now }
    },
  },
  {
    method: 'post',
    path: `${ROUTES.exemptions}/:id/end`,
    needs: 'person',
    body: 'json',
    async handle(parts, ask) {
      const powers = rulePowers(ask)
      const asked = { id: String(ask.req.params.id), ...parsed(withdrawal, ask.req.body) }
      const at = atNow(parts, ask)
      await parts.store.transaction(turn => endExemption(turn, ask, powers, asked, at))
      return { time: at.now }
    },
  },
]

async function viewRules(parts: Parts, ask: PersonAsk): Promise<RulesAnswer> {
  const powers = rulePowers(ask)
  const { now, today } = atNow(parts, ask)
  return {
    rules: await parts.store.read(db => ruleLines(db, ask.directory, powers, today)),
    today,
    whole: powers.whole,
    units: [...powers.units],
    time: now,
  }
}

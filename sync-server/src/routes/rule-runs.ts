import { z } from 'zod'
import { daysBetween, isDay } from '../../../shared-types/src/engine/day.ts'
import { ROUTES } from '../../../shared-types/src/protocol.ts'
import {
  RULE_RUN_DAYS,
  type RuleRunLine,
  type RuleRunRequest,
  type RuleRunsAnswer,
} from '../../../shared-types/src/protocol-rule-runs.ts'
import { audit, authorIn } from '../audit.ts'
import { askDays } from '../nightly/ask-days.ts'
import { failedRuns, runsBetween } from '../nightly/runs.ts'
import { parsed } from '../parse.ts'
import { demand, fits } from '../refusal.ts'
import type { Parts, PersonAsk, Route } from '../route.ts'
import { rulePowers } from '../rules/rule-powers.ts'
import type { ServerTables } from '../tables.ts'

const day = z.string().refine(isDay)
const days: z.ZodType<RuleRunRequest> = z.object({ from: day, to: day })

/** What the rules judged when, and having days judged: for supervisors and administrators of the whole deployment. */
export const ruleRunRoutes: readonly Route[] = [
  { method: 'get', path: ROUTES.ruleRuns, needs: 'person', handle: view },
  { method: 'post', path: ROUTES.ruleRuns, needs: 'person', body: 'json', handle: judge },
]

async function view(parts: Parts, ask: PersonAsk): Promise<RuleRunsAnswer> {
  demand(rulePowers(ask).whole)
  const { from, to } = parsed(days, ask.req.query)
  fits(daysBetween(from, to) < RULE_RUN_DAYS, 'days')
  const { db } = parts.store
  const [runs, failed] = [await runsBetween(db, from, to), await failedRuns(db)]
  return { runs: runs.map(lineOf), failed: failed.map(lineOf), time: parts.now() }
}

const lineOf = (row: ServerTables['rule_runs']): RuleRunLine => ({
  ...{ rule: row.rule, day: row.day, state: row.state, again: row.again === 1, round: row.round },
  ...{ startedAt: row.started_at, endedAt: row.ended_at, ms: row.ms, alerts: row.alerts, judged: row.judged },
  ...{ version: row.version, error: row.error },
})

/** Answers once it is written down; how far it is says `view`. */
async function judge(parts: Parts, ask: PersonAsk): Promise<{ time: string }> {
  demand(rulePowers(ask).whole)
  const { from, to } = parsed(days, ask.req.body)
  const now = parts.now()
  await parts.store.transaction(async turn => {
    await askDays(turn, { from, to }, now, ask.directory.zone)
    const by = authorIn(ask.signedIn)
    await audit(turn, { act: 'rules-run', by, station: ask.station.id, patch: { from, to } }, now)
  })
  parts.night.run().catch(error => parts.fault(error, 'rules'))
  return { time: now }
}

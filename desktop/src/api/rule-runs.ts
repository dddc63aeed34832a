import { z } from 'zod'
import { isDay } from '../../../shared-types/src/engine/day.ts'
import type { RuleRunLine } from '../../../shared-types/src/protocol-rule-runs.ts'
import { call } from './call.ts'

const Day = z.string().refine(isDay)
const Days = z.object({ from: Day, to: Day })

/** What the centre's rules judged when, and having days judged: for supervisors and administrators of the whole deployment. */
export const RULE_RUNS_CALLS = {
  'ruleRuns.view': call<RuleRunsView>()(Days),
  /** Has every rule judge these days, also again. Answers when it is written down at the centre, which then judges. */
  'ruleRuns.judge': call<null>()(Days),
} as const

/** `again`: it was judged, and is judged once more. */
export type RuleRunState = RuleRunLine['state'] | 'again'

export interface RuleRunView {
  rule: string
  ruleName: string
  state: RuleRunState
  alerts: number
  /** Milliseconds. */
  ms: number
  /** Rows that the rule looked at. */
  judged: number
  /** ISO 8601; '' where it has not ended. */
  endedAt: string
  /** Why it could not be judged, and what is to be done: sentences. */
  why?: string
}

export interface RuleRunDay {
  day: string
  counts: Readonly<Record<RuleRunState, number>>
  alerts: number
  /** Milliseconds of all rules. */
  ms: number
  /** When the last of them ended; '' where none has. */
  endedAt: string
  runs: RuleRunView[]
}

export interface RuleRunsView {
  /** The newest first; days of which nothing is known are missing. */
  days: RuleRunDay[]
  /** What stands still, by its reason, whichever days are looked at. `since`: the earliest day that could not be judged. */
  stuck: { why: string; since: string; rules: string[] }[]
}

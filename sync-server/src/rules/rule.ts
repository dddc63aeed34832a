import type { Calendar } from '../../../shared-types/src/engine/calendar.ts'
import type { RuleBound } from '../../../shared-types/src/protocol-rules.ts'
import type { Db } from '../store.ts'

/** Every rule by its id, as the design page of the rules names them. */
export const RULE_IDS = [
  'venue-footfall',
  'unknown-venue',
  'permit-volume',
  'off-hours',
  'turnaround',
  'terminal-mismatch',
  'void-rate',
  'rejection-rate',
  'multi-place',
  'shared-address',
  'resident-date-changed',
  'employment-date-changed',
] as const
/** On the ledgers of the windows: of no backtest, whose files have none of them. */
export const LEDGER_IDS = ['card-balance', 'print-without-application', 'number-gap'] as const
export type RuleId = (typeof RULE_IDS)[number] | (typeof LEDGER_IDS)[number]

/** What a rule calls for on one day. Its identity is rule, subject and `to`. */
export interface Alert {
  rule: RuleId
  subject: string
  /** First and last day of what was looked at. */
  from: string
  to: string
  measure: number | string
  /** What the measure was compared with, where the rule has such a figure. */
  reference?: number
  threshold?: number
}

/** Alerts of one rule that were raised before, by the same run of days. */
export interface Past {
  /** Those whose last day is `day` or later. */
  since(rule: RuleId, day: string): Promise<readonly Alert[]>
  /** Whether a subject ever had an alert of this measure. */
  ever(rule: RuleId, subject: string, measure: string): Promise<boolean>
}

/** A day in the life of a rule: it sees what happened up to its end, and nothing after. */
export interface RuleDay {
  db: Db
  /** YYYY-MM-DD in the deployment's zone. */
  day: string
  calendar: Calendar
  past: Past
  /** Only these subjects' ids are looked at, where a rule can say beforehand which ones it may call for. */
  among?: readonly string[]
}

export type Parameters = Readonly<Record<string, number>>

/** A rule: its parameters with what holds unless changed, and how it judges a day. */
export interface Rule {
  id: RuleId
  defaults: Parameters
  /** Of each parameter. */
  bounds: Readonly<Record<string, RuleBound>>
  /** Its subjects belong to units each, which may have parameters of their own. */
  byUnit?: true
  /** Its subjects are numbers of people, which nobody is shown whole. */
  people?: true
  /** It compares with what it remembers of the night before: what lies further back cannot be judged again. */
  remembers?: true
  /**
   * For many days at once: the ids that can be called for on the day or one of those after it, as many as the window has
   * days. Whoever asks hands them to each of these days; see `among`.
   */
  candidates?(at: Pick<RuleDay, 'db' | 'day'>): Promise<string[]>
  /** Answers the alerts of the day, in no order. It only reads. */
  judge(at: RuleDay, parameters: Parameters): Promise<Alert[]>
  /**
   * Writes down the next of what it will remember of a day that was judged, behind `after`, '' to begin with. Answers behind
   * what to go on; undefined when there is no more. What is written down already stays.
   */
  remember?(at: Pick<RuleDay, 'db' | 'day'>, after: string): Promise<string | undefined>
}

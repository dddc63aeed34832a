/** How a rule judged a day, or why it could not. Times are ISO 8601 in UTC, days YYYY-MM-DD; '' in what has not happened. */
export interface RuleRunLine {
  rule: string
  day: string
  state: 'due' | 'running' | 'done' | 'failed'
  /** Rows came after it was judged, or somebody asked: it is judged again. */
  again: boolean
  /** How many times it was begun. */
  round: number
  startedAt: string
  endedAt: string
  ms: number
  alerts: number
  /** Rows that the rule looked at. */
  judged: number
  /** Of its parameters. */
  version: number
  /** Why it could not be judged; `calendar` and a year that no holiday calendar covers. */
  error: string
}

export interface RuleRunsAnswer {
  /** The newest day first. */
  runs: RuleRunLine[]
  /** The days that could not be judged, whenever they were, the earliest first: no later day of their rule is judged before. */
  failed: RuleRunLine[]
  /** ISO 8601. */
  time: string
}

/** Has the days from one to another judged, also those that were judged before. */
export interface RuleRunRequest {
  from: string
  to: string
}

/** Days of one request, for looking and for judging. */
export const RULE_RUN_DAYS = 366

/** Between what a parameter of a rule must lie, both included. */
export interface RuleBound {
  min: number
  max: number
  whole?: true
  /** Another parameter of the rule that it must not exceed. */
  atMost?: string
}

/** A parameter that may not be what it was given as. */
export interface OutOfRange {
  parameter: string
  /** Absent: the rule has no such parameter. */
  bound?: RuleBound
}

export type RehearsalState = 'running' | 'done' | 'failed' | 'cancelled'

export type RuleParameters = Readonly<Record<string, number>>

/** One change of a rule, past or planned. Its number is what alerts carry. */
export interface RuleChangeLine {
  version: number
  rule: string
  /** Absent: for all units that have no values of their own. */
  unit?: string
  /** YYYY-MM-DD: the first day that is judged by it. */
  from: string
  on: boolean
  /** Complete. Absent: the unit goes back to what holds above it. */
  parameters?: RuleParameters
  setBy: string
  setAt: string
  reason: string
  /** It was rehearsed before, and then switched on. */
  rehearsed?: true
  /** Taken back before its day came. */
  withdrawnBy?: string
}

export interface RuleLine {
  id: string
  /** By parameter, in the order in which they are shown. */
  bounds: Readonly<Record<string, RuleBound>>
  defaults: RuleParameters
  /** Units may have values of their own. */
  byUnit: boolean
  /** Today. */
  on: boolean
  version: number
  parameters: RuleParameters
  units: { unit: string; parameters: RuleParameters }[]
  /** The newest first: of everywhere, of the units that who asks looks after, and of those above. */
  changes: RuleChangeLine[]
}

export interface RulesAnswer {
  rules: RuleLine[]
  /** In the deployment's zone. */
  today: string
  /** Who asks may change what holds everywhere. */
  whole: boolean
  /** Units whose own values they may change. */
  units: string[]
  time: string
}

export interface RuleChangeRequest {
  rule: string
  unit?: string
  from: string
  on: boolean
  /** Absent: the unit goes back to what holds above it; only with a unit. */
  parameters?: RuleParameters
  reason: string
}

/** A change of a rule as windows are told of it: it holds already, or will from its day on. */
export interface RuleTold {
  rule: string
  /** Absent: everywhere. */
  unit?: string
  from: string
  on: boolean
  /** Absent: the unit goes back to what holds above it. */
  parameters?: RuleParameters
}

/** What the rules are set to, in the order in which it was set; see engine/rules-told.ts. */
export interface RulesTold {
  changes: RuleTold[]
  /** Whom they leave out near a station, only in what that station is given. */
  exempt?: { key: string; marks: { rule: string; mark: string; from: string; to: string }[] }
}

/** Somebody or something that a rule leaves out for a while. */
export interface ExemptionLine {
  id: string
  rule: string
  subject: string
  /** The unit that it concerns. */
  unit: string
  /** First and last day, YYYY-MM-DD. */
  from: string
  to: string
  reason: string
  setBy: string
  setAt: string
  /** Not any more from this day on, and why. */
  liftedOn?: string
  liftedBy?: string
  liftReason?: string
}

export interface ExemptionsAnswer {
  exemptions: ExemptionLine[]
  today: string
  time: string
}

export interface ExemptionRequest {
  rule: string
  /** An alert's subject; a venue's id for both directions; a unit's id for all that concerns it. */
  subject: string
  from: string
  to: string
  reason: string
}

export interface RehearsalRequest {
  rule: string
  /** Where the parameters would hold; absent: everywhere. */
  unit?: string
  parameters: RuleParameters
  from: string
  to: string
}

/** An alert as a rehearsal found it. */
export interface RehearsedAlert {
  subject: string
  /** That it concerns. */
  unit: string
  from: string
  to: string
  measure: number | string
  reference?: number
  threshold?: number
}

export const REHEARSED = ['both', 'added', 'dropped'] as const
/** Found by both; by the rehearsed parameters only; by what was in force only. */
export type Rehearsed = (typeof REHEARSED)[number]

export interface RehearsalResult {
  counts: Readonly<Record<Rehearsed, number>>
  units: { unit: string; counts: Readonly<Record<Rehearsed, number>> }[]
  /** At most so many of each. */
  samples: Readonly<Record<Rehearsed, RehearsedAlert[]>>
}

/** Why a rehearsal came to no end. */
export interface RehearsalFailure {
  /** No holiday calendar covers this year. */
  year: number
}

export interface RehearsalLine {
  id: string
  asked: RehearsalRequest
  state: RehearsalState
  /** Days to be judged, and judged. */
  days: number
  done: number
  beganAt: string
  /** Of one that failed for a reason that somebody can mend. */
  failure?: RehearsalFailure
  /** Of one that is done, where it is asked for by itself. */
  result?: RehearsalResult
}

/** The newest first; only those of who asks. */
export interface RehearsalsAnswer {
  rehearsals: RehearsalLine[]
  time: string
}

export interface AdoptRequest {
  /** The first day that is judged by what was rehearsed. */
  from: string
  reason: string
}

import { z } from 'zod'
import { isDay } from '../../../shared-types/src/engine/day.ts'
import type {
  ExemptionLine,
  RehearsalFailure,
  RehearsalState,
  Rehearsed,
  RehearsedAlert,
} from '../../../shared-types/src/protocol-rules.ts'
import { call } from './call.ts'

const Id = z.string().min(1).max(120)
const Reason = z.string().trim().min(2).max(200)
const Day = z.string().refine(isDay)
const Values = z.record(z.string().max(60), z.number())

/**
 * What the centre's rules are set to, whom they leave out, and what other parameters would have called for: for supervisors
 * within their units and administrators of the whole, with the centre at hand.
 */
export const RULES_CALLS = {
  'rules.view': call<RulesView>()(z.object({})),
  /** Without parameters a unit goes back to what holds above it. */
  'rules.set': call<RulesView>()(
    z.object({
      rule: Id,
      unit: Id.optional(),
      from: Day,
      on: z.boolean(),
      parameters: Values.optional(),
      reason: Reason,
    }),
  ),
  'rules.withdraw': call<RulesView>()(z.object({ version: z.number().int().min(1), reason: Reason })),
  'exemptions.view': call<ExemptionsView>()(z.object({})),
  'exemptions.add': call<ExemptionsView>()(
    z.object({ rule: Id, subject: z.string().trim().min(1).max(120), from: Day, to: Day, reason: Reason }),
  ),
  'exemptions.end': call<ExemptionsView>()(z.object({ id: Id, reason: Reason })),
  'rehearsals.list': call<RehearsalView[]>()(z.object({})),
  'rehearsals.begin': call<{ id: string }>()(
    z.object({ rule: Id, unit: Id.optional(), parameters: Values, from: Day, to: Day }),
  ),
  /** With its result, once it is done. */
  'rehearsals.look': call<RehearsalView>()(z.object({ id: Id })),
  'rehearsals.cancel': call<RehearsalView>()(z.object({ id: Id })),
  /** Switches on from a day what was rehearsed. Answers the number of the change. */
  'rehearsals.adopt': call<{ version: number }>()(z.object({ id: Id, from: Day, reason: Reason })),
} as const

export interface ParameterValue {
  name: string
  label: string
  value: number
}

export interface RuleView {
  id: string
  name: string
  /** One sentence, with what is in force today. */
  says: string
  on: boolean
  version: number
  byUnit: boolean
  parameters: (ParameterValue & { default: number; min: number; max: number; whole: boolean })[]
  units: { unit: string; unitName: string; parameters: ParameterValue[] }[]
  changes: RuleChangeView[]
}

export interface RuleChangeView {
  version: number
  /** Absent: everywhere. */
  unitName?: string
  from: string
  on: boolean
  /** Absent: back to what holds above. */
  parameters?: ParameterValue[]
  setBy: string
  setAt: string
  reason: string
  rehearsed: boolean
  withdrawnBy?: string
  /** Its day has not come, and who looks may take it back. */
  mayWithdraw: boolean
}

export interface RulesView {
  rules: RuleView[]
  today: string
  whole: boolean
  /** Whose own values who looks may set. */
  units: { unit: string; unitName: string }[]
}

export interface ExemptionsView {
  today: string
  exemptions: (ExemptionLine & {
    ruleName: string
    /** Of a subject that is a unit. */
    subjectName?: string
    unitName: string
    state: 'planned' | 'holds' | 'over'
  })[]
}

export interface RehearsalView {
  id: string
  rule: string
  ruleName: string
  /** Absent: everywhere. */
  unitName?: string
  parameters: ParameterValue[]
  from: string
  to: string
  state: RehearsalState
  days: number
  done: number
  beganAt: string
  failure?: RehearsalFailure
  result?: {
    counts: Readonly<Record<Rehearsed, number>>
    units: { unit: string; unitName: string; counts: Readonly<Record<Rehearsed, number>> }[]
    samples: Readonly<Record<Rehearsed, (RehearsedAlert & { unitName: string; subjectName?: string })[]>>
  }
}

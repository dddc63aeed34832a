import type { RehearsalState } from '../../shared-types/src/protocol-rules.ts'

/** What the supervision rules are set to, whom they leave out, and what is tried. */
export interface RuleSettingTables {
  /** What the rules are set to, and since when; see rules/parameter-store.ts. '' in what has not happened. */
  rule_changes: {
    version: number
    rule: string
    unit: string
    from_day: string
    active: number
    parameters: string
    set_by: string
    set_at: string
    reason: string
    rehearsal: string
    withdrawn_by: string
    withdrawn_at: string
  }
  rule_exemptions: {
    id: string
    rule: string
    subject: string
    unit: string
    from_day: string
    to_day: string
    reason: string
    set_by: string
    set_at: string
    /** The first day on which it does not hold any more, where it was ended before its time. */
    ended_on: string
    ended_by: string
    end_reason: string
  }
  /** `asked` and `result` are JSON; `seen_at` is when its server last wrote how far it is. */
  rehearsals: {
    id: string
    person: string
    asked: string
    state: RehearsalState
    days: number
    done: number
    result: string
    began_at: string
    seen_at: string
  }
}

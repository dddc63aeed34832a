import type { AuditLine } from './model/audit-query.ts'
import type { Purpose } from './model/purpose.ts'

/** Who looked at one person's records: asked by a supervisor before whom that person, or who acts for them, stands. */
export interface AccessLogRequest {
  /** The person's number, in normal form. */
  number: string
  /** How the window knows it: from the card on its reader, or typed off a paper. */
  identity: 'card' | 'typed'
  purpose: Purpose
  note: string
}

export interface AccessLogAnswer {
  /** Records that the number leads to. */
  cases: number
  /** Newest first; of a record's content only which fields an act changed. */
  lines: AuditLine[]
  /** There are older ones that are not among them. */
  more: boolean
  time: string
}

/** Lines of one answer. */
export const ACCESS_LOG = 1000

/** That one person uncovered many values within a short time. */
export interface RevealBurst {
  person: string
  unit: string
  station: string
  /** Between which device times, and how many. */
  from: string
  until: string
  count: number
}

export interface RevealBursts {
  /** Newest first. */
  bursts: RevealBurst[]
  time: string
}

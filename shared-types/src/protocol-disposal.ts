/** What of one record type has run out: cases whose end lies further back than they are kept. */
export interface DueLine {
  /** `domain.record` */
  type: string
  years: number
  /** That may be proposed now; beside them those under a hold, and those that stand in a proposal. */
  count: number
  held: number
  proposed: number
  /** The first day on which one of all these ended, YYYY-MM-DD. */
  oldest?: string
}

export const DISPOSAL_STATES = ['proposed', 'withdrawn', 'refused', 'approved', 'done'] as const
export type DisposalState = (typeof DISPOSAL_STATES)[number]

/** A proposal to erase cases of one record type, and what became of it. */
export interface DisposalLine {
  id: string
  type: string
  state: DisposalState
  note: string
  proposedBy: string
  proposedAt: string
  settledBy?: string
  settledAt?: string
  reason?: string
  doneAt?: string
  /** Cases in it; of those erased, and kept after all because they are held or have not run out any more. */
  cases: number
  erased: number
  kept: number
  /** Days on which the first and the last of them ended. */
  oldest: string
  newest: string
  units: { unit: string; cases: number }[]
}

/** What must not be erased, whatever its age: certain cases, or all of a record type in a unit and below. */
export interface HoldLine {
  id: string
  type?: string
  unit: string
  /** Cases that were found by the number; of a record type all of them, also those to come. */
  cases?: number
  reason: string
  setBy: string
  setAt: string
  liftedBy?: string
  liftedAt?: string
  liftReason?: string
}

export interface DisposalAnswer {
  due: DueLine[]
  disposals: DisposalLine[]
  holds: HoldLine[]
  time: string
}

export interface DisposalRequest {
  type: string
  note: string
}

/** By a number that stands as a key in the cases (a person's, a receipt's), or a whole record type. */
export type HoldRequest = { reason: string } & ({ number: string } | { type: string })

/** Characters of a note or reason. */
export const REASON_MAX = 200

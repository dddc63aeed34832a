import { z } from 'zod'
import {
  type DisposalLine,
  type DueLine,
  type HoldLine,
  REASON_MAX,
} from '../../../shared-types/src/protocol-disposal.ts'
import { call } from './call.ts'

const Reason = z.string().trim().min(2).max(REASON_MAX)

/** What has run out, and its approved disposal. */
export const DISPOSAL_CALLS = {
  /** For security and audit officers, with the centre at hand: what has run out, what was proposed, what is held. */
  'disposal.view': call<DisposalView>()(z.object({})),
  'disposal.propose': call<DisposalView>()(z.object({ type: z.string().max(120), note: Reason })),
  /** Answers once all of it has been erased at the centre. */
  'disposal.approve': call<DisposalView>()(z.object({ id: z.string().max(60) })),
  /** An audit officer refuses a proposal, a security officer withdraws it. */
  'disposal.decline': call<DisposalView>()(z.object({ id: z.string().max(60), reason: Reason })),
  /** Holds all records that a number stands in, or all of a type. */
  'disposal.hold': call<DisposalView>()(
    z.union([
      z.object({ number: z.string().trim().min(4).max(60), reason: Reason }),
      z.object({ type: z.string().max(120), reason: Reason }),
    ]),
  ),
  'disposal.lift': call<DisposalView>()(z.object({ id: z.string().max(60), reason: Reason })),
} as const

/** How it stands with what has run out; people, units and record types by their names. */
export interface DisposalView {
  may: { propose: boolean; approve: boolean }
  /** Record types that may be held. */
  types: { type: string; label: string }[]
  due: (DueLine & { label: string; basis: string })[]
  disposals: (Omit<DisposalLine, 'units'> & {
    label: string
    units: { unitName: string; cases: number }[]
    /** Proposed by who looks. */
    own: boolean
  })[]
  holds: (Omit<HoldLine, 'unit'> & { unitName: string; label?: string })[]
}

import { z } from 'zod'
import type { Data } from '../../../shared-types/src/model/field.ts'
import { call } from './call.ts'
import { Patch, type Row, type StandingText, type WordedProblem } from './cases.ts'

/** What a form begins with: drafts, a person’s number, the card on the reader. */
export const INTAKE_CALLS = {
  /** What is typed but not yet acted upon; kept through crashes, one draft a form. */
  'drafts.save': call<{ savedAt: string }>()(z.object({ id: z.string(), type: z.string(), patch: Patch })),
  'drafts.drop': call<void>()(z.object({ id: z.string() })),
  'drafts.list': call<Draft[]>()(z.object({ type: z.string().optional() })),
  /** An intake desk's answer to a person's number: how they stand, what they have, and what the form can be filled with. */
  'intake.look': call<IntakeAnswer>()(
    z.object({
      domain: z.string(),
      desk: z.string(),
      number: z.string().max(60),
      fromCard: z.boolean().default(false),
    }),
  ),
  /** The card on the reader as the record's fields; undefined when none lies there. */
  'card.read': call<CardRead | undefined>()(z.object({ type: z.string() })),
  /** The photo on the chip of the card with this number as a PNG, or why it is not shown; undefined when it does not lie there. */
  'card.photo': call<{ picture?: Uint8Array; text?: string } | undefined>()(
    z.object({ type: z.string(), number: z.string().max(60) }),
  ),
} as const

export interface Draft {
  id: string
  type: string
  title: string
  patch: Data
  savedAt: string
}

export interface IntakeAnswer {
  number: string
  problem?: WordedProblem
  standing?: StandingText
  history: { lookup: string; label: string; rows: Row[] }[]
  /** What the form can start with: from the card, else from what is known of the person. */
  patch: Data
  /** A draft of this person that was left unfinished. */
  draft?: Draft
}

export interface CardSummary {
  name: string
  number: string
  layout: string
  /** The card's own validity has ended. */
  expired: boolean
  simulated: boolean
}

export interface CardRead extends CardSummary {
  patch: Data
}

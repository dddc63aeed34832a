import type { Corner } from '../../../../shared-types/src/model/recognised.ts'
import type { PaperKind, ValueKind } from './paper.ts'

/** What says that a field was read as it is printed. */
export type Confirmation =
  /** The check characters of GB 11643 or GB 32100. */
  | 'check-digit'
  /** The number of the same paper, whose check digit is right, says the same. */
  | 'number'
  /** GB/T 2260 or GB/T 3304 has exactly this, and a second look at the picture read it again. */
  | 'list'
  /** Both days of a period agree with one another. */
  | 'days'
  /** The chip of the same person's card says the same. */
  | 'card'

/** One field as it was read. */
export interface ReadField {
  name: string
  kind: ValueKind
  /** As value-text.ts says. */
  value: string
  /** The least of its characters', 0 to 1. */
  confidence: number
  /** Places in the value (counted in characters) to look at. Empty also when the whole is in doubt: see `confirmed`. */
  doubtful: readonly number[]
  /** Its outlines on the page as it is stored, one a line, clockwise from the upper left in reading direction. */
  places: readonly (readonly Corner[])[]
  confirmed: readonly Confirmation[]
  /** It may be taken without anybody looking: something confirms it and nothing speaks against it. */
  unseen: boolean
}

/** Why nothing was made of a page, or what is wrong with it. The core's words have `recognition.<code>` for each. */
export type PageTrouble =
  /** Nothing is written on it. */
  | 'empty'
  /** Something is, but not so that it can be read: out of focus, too dark, too small. */
  | 'unreadable'
  /** Two papers of which it cannot be said which field belongs to which. */
  | 'two-papers'
  /** It is a known paper of which fields are missing: cut off, covered, or under glare. */
  | 'incomplete'

/** What was made of a page. `kinds` is empty for free text; both sides of a card may be on one page. */
export interface RecognisedPaper {
  kinds: readonly PaperKind[]
  fields: readonly ReadField[]
  trouble?: PageTrouble
  /** Fields of the kinds that were not found. */
  missing: readonly string[]
}

import { z } from 'zod'
import { coverNumbers } from '../../../shared-types/src/engine/cover.ts'
import { PURPOSES } from '../../../shared-types/src/model/purpose.ts'

/** What every question about a person says of itself: for what it is asked, and by whom at the partner. */
export const purposeFields = {
  purpose: z.enum(PURPOSES),
  note: z.string().trim().max(200).default(''),
  operator: z.string().trim().min(1).max(60),
}

interface Asked {
  purpose: (typeof PURPOSES)[number]
  note: string
  operator: string
}

/** A purpose that is on no list is said in words. */
export const isSaid = ({ purpose, note }: Pick<Asked, 'purpose' | 'note'>): boolean =>
  purpose !== 'other' || note.length >= 2
export const UNSAID = { path: ['note'] }

/** The purpose as the log keeps it; a number that was written into the words is covered. */
export const purposeLine = ({ purpose, note, operator }: Asked): Readonly<Record<string, string>> => ({
  purpose,
  ...(note && { note: coverNumbers(note) }),
  operator: coverNumbers(operator),
})

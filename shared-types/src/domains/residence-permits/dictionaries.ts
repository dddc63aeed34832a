import { NATIONS } from '../standards/nations.ts'
import { SEXES } from '../standards/sexes.ts'

export const dictionaries = {
  sexes: SEXES,
  nations: NATIONS,
  kinds: ['first', 'endorsement', 'renewal', 'replacement'],
  /** Decree 663, article 2. */
  grounds: ['residence', 'employment', 'study'],
  /** Article 9 names these proofs. */
  residenceProofs: ['lease', 'deed', 'purchase', 'landlord', 'employer', 'school'],
  employmentProofs: ['licence', 'contract', 'statement', 'other'],
  studyProofs: ['studentCard', 'statement'],
  relations: ['parent', 'guardian', 'spouse', 'child', 'relative'],
  replaceReasons: ['lost', 'stolen', 'damaged', 'unreadable', 'changed'],
  rejectReasons: ['halfYear', 'ground', 'evidence', 'identity', 'photo', 'elsewhere', 'false', 'other'],
  cancelReasons: ['applicant', 'moved', 'duplicate', 'mistake'],
  voidReasons: ['printHead', 'misaligned', 'colour', 'wrongData', 'chip', 'scratched', 'jam', 'other'],
  identityChecks: ['card', 'ticket'],
  permitEnds: ['settled', 'moved', 'died', 'false', 'applicant', 'other'],
} satisfies Readonly<Record<string, readonly string[]>>

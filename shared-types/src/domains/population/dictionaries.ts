import { NATIONS } from '../standards/nations.ts'
import { SEXES } from '../standards/sexes.ts'

export const dictionaries = {
  sexes: SEXES,
  nations: NATIONS,
  /** 居住处所 */
  dwellings: ['rented', 'shared', 'own', 'unit', 'site', 'relatives', 'hotel', 'other'],
  /** 居住事由 */
  purposes: ['work', 'business', 'service', 'study', 'training', 'relatives', 'care', 'treatment', 'other'],
  leavings: ['moved', 'home', 'settled', 'died', 'other'],
  sources: ['window', 'visit', 'import', 'self', 'unit'],
  trades: [
    'manufacture',
    'construction',
    'retail',
    'catering',
    'logistics',
    'housekeeping',
    'education',
    'office',
    'farming',
    'other',
  ],
} satisfies Readonly<Record<string, readonly string[]>>

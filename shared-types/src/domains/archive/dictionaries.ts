/** Kinds of paper, ways and purposes of their use, and how far a paper is trusted. */
export const dictionaries = {
  paperKinds: [
    'idCard',
    'household',
    'marriage',
    'lease',
    'deed',
    'purchase',
    'landlord',
    'employer',
    'school',
    'licence',
    'contract',
    'statement',
    'study',
    'mandate',
    'form',
    'other',
  ],
  /** A: compared with whoever issued it; B: with the original; C: taken at a window; D: from old stock. */
  trustLevels: ['A', 'B', 'C', 'D'],
  useWays: ['reuse', 'copy'],
  usePurposes: ['permit', 'inquiry', 'transfer', 'holder', 'audit', 'other'],
} satisfies Readonly<Record<string, readonly string[]>>

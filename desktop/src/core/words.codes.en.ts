/** What a signed code is found to be. */
export const codesEn = {
  'code.good': 'The centre signed it and nothing was altered. Compare the holder with who or what is before you.',
  'code.no-code': 'This is no code signed by this system. Scan the QR code on the licence again.',
  'code.altered':
    'The code is not whole or was altered and cannot be believed. Scan it again; if it stays so, look at the original or ask the issuer.',
  'code.forged': 'The code is forged: the issuer did not sign it. Keep the paper and report it.',
  'code.foreign':
    'The code names “{issuer}” as its issuer; this window has no public key for it and cannot verify it. Ask that authority.',
  'code.early': 'The code is genuine, but the licence begins on {from}.',
  'code.expired': 'The code is genuine, but the licence ran out on {until}. Its holder has to have it extended.',
  'code.replaced': 'The code is genuine, but a newer one took its place ({at}). Look at the new paper.',
  'code.ended': 'The code is genuine, but the licence stands at “{state}” since {at} and holds no longer.',
  'code.none': 'This licence has no code yet. Ask for one first; it appears when the centre has signed it.',
} as const

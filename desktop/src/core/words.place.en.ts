/** What the core says to whoever comes in from elsewhere, without a window. */
export const placeEn = {
  'place.call': 'This cannot be done from here: it is done at a window.',
  'place.tooMany': 'Too many requests. Try again in {seconds} seconds.',
  'signIn.onlyOnline': 'The centre cannot be reached, so nobody can sign in now. Try again later.',
} as const

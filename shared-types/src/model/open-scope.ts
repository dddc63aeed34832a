/**
 * What an app of the open API may be granted, one by one (RFC 6749, 3.3): a person covered or whole, the images of their
 * card, their papers and single pages of them, how a case stands by the number on its receipt, and whether a signed code holds. `person.whole` tells what `person.masked` tells, uncovered.
 */
export const OPEN_SCOPES = [
  'person.masked',
  'person.whole',
  'card-image',
  'paper.list',
  'paper.page',
  'case.state',
  'code.verify',
] as const
export type OpenScope = (typeof OPEN_SCOPES)[number]

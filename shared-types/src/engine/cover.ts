import { halfWidth } from './half-width.ts'
import { maskPersonId } from './person-id.ts'
import { maskPhone } from './phone.ts'

/** A person's number of 18 places (GB 11643), also in groups; one of 15; a foreigner's of 2017; a mobile number. */
const NUMBERS: readonly { shape: RegExp; mask: (text: string) => string }[] = [
  { shape: /(?<![0-9A-Za-z])\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx](?![0-9A-Za-z])/g, mask: maskPersonId },
  { shape: /(?<![0-9A-Za-z])(?:[A-Za-z]{3}\d{12}|\d{15})(?![0-9A-Za-z])/g, mask: maskPersonId },
  { shape: /(?<![0-9A-Za-z])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![0-9A-Za-z])/g, mask: maskPhone },
]

/** Texts that hold no such number in any width are left as they are. */
const LIKELY = /[\d０-９](?:[\s-]?[\d０-９]){9}/u

/**
 * A text that somebody wrote freely (a purpose, the name of a file) with every person's number and mobile number in it
 * covered like in their own fields. Numbers are known by their shape alone, so that a mistyped one is covered too.
 */
export function coverNumbers(text: string): string {
  if (!LIKELY.test(text)) return text
  return NUMBERS.reduce(
    (covered, { shape, mask }) => covered.replace(shape, found => mask(found.replace(/[ -]/g, ''))),
    halfWidth(text),
  )
}

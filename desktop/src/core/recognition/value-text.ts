import { isDay } from '../../../../shared-types/src/engine/day.ts'
import { codeText } from '../../../../shared-types/src/engine/half-width.ts'
import { orgCodeProblem } from '../../../../shared-types/src/engine/org-code.ts'
import { checkCharacter } from '../../../../shared-types/src/engine/person-id.ts'
import type { ValueKind } from './paper.ts'
import { DAY, FOR_EVER, NATION, NATIONS, SEXES, UNTIL } from './words.values.ts'

/**
 * The value that a text on a paper says, in the form in which it is kept: days as YYYY-MM-DD, periods as two of them
 * with a slash between and nothing behind it for one without end, numbers in capitals without spaces, everything else as
 * it is printed. Undefined when the text is none of the kind.
 */
export function valueIn(kind: ValueKind, text: string): string | undefined {
  const trimmed = text.replace(/\s/g, '').replace(/^[:：.。,，、;；_-]+|[:：,，、;；_-]+$/g, '')
  return (READERS[kind]?.(trimmed) ?? trimmed) || undefined
}

const none = () => ''

const READERS: Readonly<Record<ValueKind, (text: string) => string>> = {
  name: text => text.replace(/[^\p{Script=Han}·A-Za-z]/gu, ''),
  sex: text => Object.values(SEXES).find(sex => text.startsWith(sex)) ?? none(),
  nation: text => {
    const plain = text.replace(/[^\p{Script=Han}]/gu, '')
    const name = plain.endsWith(NATION) ? plain.slice(0, -1) : plain
    return NATIONS.includes(name) ? name : none()
  },
  day: text => dayIn(text)?.day ?? none(),
  period: periodIn,
  // In numbers letters stand nowhere but at the end, and the letters of codes are not those that look like digits.
  personId: text =>
    codeText(text)
      .replace(/[OIL](?!$)/g, digitFor)
      .replace(/[^\dX]/g, ''),
  orgCode: text =>
    codeText(text)
      .replace(/[OISZ]/g, digitFor)
      .replace(/[^0-9A-Z]/g, ''),
  phone: text => codeText(text).replace(/[^\d-]/g, ''),
  area: text => text,
  address: text => text,
  authority: text => text,
  text: text => text,
}

const DIGITS: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1', S: '5', Z: '2' }
const digitFor = (letter: string) => DIGITS[letter]!

function dayIn(text: string): { day: string; rest: string } | undefined {
  const match = DAY.exec(text)
  if (!match) return undefined
  const [all, year, month, date] = match
  const day = `${year}-${month!.padStart(2, '0')}-${date!.padStart(2, '0')}`
  return isDay(day) ? { day, rest: text.slice(match.index + all.length) } : undefined
}

function periodIn(text: string): string {
  const first = dayIn(text)
  if (!first) return none()
  if (first.rest.includes(FOR_EVER)) return `${first.day}/`
  const last = dayIn(first.rest.replace(UNTIL, ''))
  return last ? `${first.day}/${last.day}` : none()
}

/** Whether the check digits of a number are right, and what else can be seen of it alone. False of other kinds. */
export function isRightNumber(kind: ValueKind, value: string | undefined): value is string {
  if (!value) return false
  if (kind === 'orgCode') return orgCodeProblem(value) === undefined
  return (
    kind === 'personId' && /^\d{17}[\dX]$/.test(value) && birthOf(value) !== '' && checkCharacter(value) === value[17]
  )
}

/** The day of birth in a citizen's number; '' when no calendar has it. */
export function birthOf(number: string): string {
  const day = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  return isDay(day) ? day : ''
}

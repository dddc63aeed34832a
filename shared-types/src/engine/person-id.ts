import type { ProblemCode } from '../model/case.ts'
import type { PersonKind } from '../model/field.ts'
import { isProvince } from './areas.ts'
import { isDay } from './day.ts'
import { codeText } from './half-width.ts'

export interface PersonId {
  ok: true
  kind: PersonKind
  /** YYYY-MM-DD */
  birth: string
  /** Not told by a foreigner's number of 2017. */
  sex?: 'male' | 'female'
  /** The six-digit code in the number: of the first registration, often historic; of a foreigner the issuing area. */
  area: string
}

export interface WrongPersonId {
  ok: false
  problem: { code: ProblemCode; with?: Readonly<Record<string, string | number>> }
}

const RESIDENCE_PERMITS: Readonly<Record<string, PersonKind>> = { 81: 'hong-kong', 82: 'macao', 83: 'taiwan' }

/** Half-width, without spaces, in capitals: 11010519491231002x → 11010519491231002X. */
export function normalisePersonId(text: string): string {
  return codeText(text)
}

/**
 * Reads a person's number in normal form:
 * - 18 digits by GB 11643-1999 (check character ISO 7064 MOD 11-2): citizens; residents' permits of Hong Kong (810000),
 *   Macao (820000) and Taiwan (830000); foreigners' permanent residence by the rules of 2023 (9, province, nationality);
 * - 15 characters by the rules of 2017 for foreigners: nationality in letters, four digits of the issuing area, birth
 *   YYMMDD, a sequence digit, and a check digit with the weights 7-3-1 of ICAO Doc 9303 part 3.
 * Of the area only the province is held against GB/T 2260: numbers keep county codes that no longer exist. Births before
 * 1900 or after `today` are refused.
 */
export function parsePersonId(text: string, today: string): PersonId | WrongPersonId {
  if (/^[A-Z]{3}\d{12}$/.test(text)) return parseForeigner2017(text, today)
  if (/^\d{15}$/.test(text)) return wrong('person-id', { why: 'old' })
  if (text !== normalisePersonId(text)) return wrong('person-id', { why: 'normal' })
  if ([...text].length !== 18) return wrong('person-id', { count: [...text].length })
  if (!/^\d{17}[\dX]$/.test(text)) return wrong('person-id', { why: 'characters' })

  const holder = holderOf(text)
  if (!holder) return wrong('person-id-area')
  const birth = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`
  const date = birthProblem(birth, today)
  if (date) return date
  if (checkCharacter(text) !== text[17]) return wrong('person-id-digit')
  return { ok: true, ...holder, birth, sex: Number(text[16]) % 2 ? 'male' : 'female' }
}

/** The check character of GB 11643 for the first 17 digits: ISO 7064 MOD 11-2. */
export function checkCharacter(digits: string): string {
  let sum = 0
  for (const digit of digits.slice(0, 17)) sum = ((sum + Number(digit)) * 2) % 11
  return '0123456789X'[(12 - sum) % 11]!
}

/** The check digit of ICAO Doc 9303 part 3: weights 7, 3, 1 in turn; A is 10, Z is 35. */
export function icaoCheckDigit(text: string): string {
  const weights = [7, 3, 1] as const
  return String([...text].reduce((sum, c, i) => sum + Number.parseInt(c, 36) * weights[i % 3]!, 0) % 10)
}

/** The first six and the last four stay: 440106********0012; of what is shorter than 15 the last two. */
export function maskPersonId(text: string): string {
  if (text.length < 15) return '*'.repeat(Math.max(0, text.length - 2)) + text.slice(-2)
  return text.slice(0, 6) + '*'.repeat(text.length - 10) + text.slice(-4)
}

function holderOf(text: string): Pick<PersonId, 'kind' | 'area'> | undefined {
  if (text[0] === '9') {
    const province = text.slice(1, 3)
    return isProvince(province) ? { kind: 'foreigner', area: `${province}0000` } : undefined
  }
  const area = text.slice(0, 6)
  const resident = RESIDENCE_PERMITS[text.slice(0, 2)]
  if (resident) return area.endsWith('0000') ? { kind: resident, area } : undefined
  return isProvince(text.slice(0, 2)) ? { kind: 'citizen', area } : undefined
}

function parseForeigner2017(text: string, today: string): PersonId | WrongPersonId {
  if (!isProvince(text.slice(3, 5))) return wrong('person-id-area')
  const [yy, month, day] = [text.slice(7, 9), text.slice(9, 11), text.slice(11, 13)]
  // Two digits of the year: the last such day that is not in the future.
  const birth = [`20${yy}-${month}-${day}`, `19${yy}-${month}-${day}`].find(date => isDay(date) && date <= today)
  if (!birth) return wrong('person-id-date', { why: '2017' })
  if (icaoCheckDigit(text.slice(0, 14)) !== text[14]) return wrong('person-id-digit')
  return { ok: true, kind: 'foreigner', birth, area: `${text.slice(3, 7)}00` }
}

function birthProblem(birth: string, today: string): WrongPersonId | undefined {
  if (!isDay(birth)) return wrong('person-id-date')
  if (birth < '1900-01-01') return wrong('person-id-date', { why: 'old' })
  return birth > today ? wrong('person-id-date', { why: 'future' }) : undefined
}

function wrong(code: ProblemCode, values?: Readonly<Record<string, string | number>>): WrongPersonId {
  return { ok: false, problem: values ? { code, with: values } : { code } }
}

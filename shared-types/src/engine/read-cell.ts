import type { Problem } from '../model/case.ts'
import { type Kind, LANGUAGES } from '../model/domain.ts'
import type { AnyValue, Field } from '../model/field.ts'
import type { Unit } from '../model/person.ts'
import { areaOfText } from './areas.ts'
import { halfWidth } from './half-width.ts'
import { normaliseValue } from './normalise-value.ts'
import { orgCodeProblem } from './org-code.ts'
import { checkCharacter } from './person-id.ts'
import { dayOfDate, daySerial, readDay } from './read-day.ts'

/** What a spreadsheet library gives for a cell. */
export type Cell = string | number | boolean | Date | null | undefined

export type Read = { value: AnyValue } | { problem: Pick<Problem, 'code' | 'with'> } | undefined

/**
 * The value of a cell for a field, in normal form; undefined for an empty cell. Only what the spreadsheet did to it is
 * judged here (a number rounded to 15 digits, a date that is none); `validateValue` judges the value. `units` are those
 * that a unit may be named out of.
 */
export function readCell(kind: Kind, field: Field, cell: Cell, units: readonly Unit[] = []): Read {
  if (cell === null || cell === undefined) return undefined
  const text = cellText(cell)
  if (text === '' && !(cell instanceof Date)) return undefined
  if (field.kind === 'date') return readDate(cell, text)
  if (field.kind === 'number') return readNumber(cell, text)
  if (field.kind === 'flag') return readFlag(cell, text)
  if (cell instanceof Date) return readTime(field, cell)
  if (wasRounded(field, cell, text)) return { problem: { code: roundedCode(field), with: { why: 'rounded' } } }
  if (field.kind === 'choice') return { value: codeOf(kind, field.of, text) }
  if (field.kind === 'area') return { value: areaOfText(text) ?? text }
  if (field.kind === 'unit') return { value: unitOf(units, text) ?? text }
  return { value: normaliseValue(field, text) }
}

/** A cell as text: numbers without exponent or point where they have none, a Date as its day. */
export function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return dayOfDate(cell) ?? ''
  if (typeof cell === 'number') return Number.isInteger(cell) && Math.abs(cell) < 1e21 ? cell.toFixed(0) : String(cell)
  return restoreText(String(cell)).trim()
}

const FORMULA = /^'*[=+\-@＝＋－＠\t\r]/

/** A text that no spreadsheet takes for a formula (CWE-1236): an apostrophe goes before = + - @ (also full-width), tab and return. */
export function neutralText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/** Takes back what `neutralText` did. */
function restoreText(text: string): string {
  return text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text
}

function readDate(cell: Cell, text: string): Read {
  const day =
    cell instanceof Date
      ? dayOfDate(cell)
      : typeof cell === 'number'
        ? daySerial(cell)
        : (readDay(text) ?? serialText(text))
  return day === undefined ? { problem: { code: 'date' } } : { value: day }
}

/** Only a time can be a Date here: a text such as the door number 3-5 became one by the spreadsheet's own will. */
function readTime(field: Field, cell: Date): Read {
  return field.kind === 'time' && !Number.isNaN(cell.getTime())
    ? { value: cell.toISOString() }
    : { problem: { code: 'kind', with: { why: 'dated' } } }
}

/** A serial that a text cell shows, as exports of other programs leave them: 46000. */
const serialText = (text: string) => (/^\d{5}$/.test(text) ? daySerial(Number(text)) : undefined)

function readNumber(cell: Cell, text: string): Read {
  if (typeof cell === 'number') return { value: cell }
  const plain = halfWidth(text).replace(/[\s,，]/g, '')
  return /^-?\d{1,15}(?:\.\d+)?$/.test(plain) ? { value: Number(plain) } : { problem: { code: 'not-number' } }
}

function readFlag(cell: Cell, text: string): Read {
  if (typeof cell === 'boolean') return { value: cell }
  const plain = halfWidth(text).toLowerCase()
  if (['是', '有', 'yes', 'y', 'true', '1', '√', '✓'].includes(plain)) return { value: true }
  if (['否', '无', 'no', 'n', 'false', '0', '×'].includes(plain)) return { value: false }
  return { problem: { code: 'kind', with: { why: 'flag' } } }
}

/**
 * Spreadsheets keep 15 digits of a number: 440106199001010012 becomes 440106199001010000 or is shown as 4.40106E+17.
 * A text of 18 digits that ends with 000 and has a wrong check digit went the same way before it became a text.
 */
function wasRounded(field: Field, cell: Cell, text: string): boolean {
  if (typeof cell === 'number') return Math.abs(cell) >= 1e15
  if (/^\d(?:\.\d+)?E\+?\d+$/i.test(halfWidth(text))) return field.kind !== 'text' || field.chars === 'digits'
  if (!/^\d{15}000$/.test(text)) return false
  return field.kind === 'personId'
    ? checkCharacter(text) !== '0'
    : field.kind === 'orgCode' && orgCodeProblem(text) !== undefined
}

function roundedCode(field: Field): Problem['code'] {
  if (field.kind === 'personId') return 'person-id'
  return field.kind === 'orgCode' ? 'org-code' : 'kind'
}

/** The code that a word or code of a dictionary stands for; an unknown word stays as it is and is refused later. */
function codeOf(kind: Kind, dictionary: string, text: string): string {
  const key = wordKey(text)
  const codes = kind.domain.dictionaries[dictionary] ?? []
  const word = (code: string) =>
    LANGUAGES.map(language => kind.domain.words[language]?.dictionaries[dictionary]?.[code])
  const byWord = codes.find(code => word(code).some(w => w !== undefined && wordKey(w) === key))
  return byWord ?? codes.find(code => wordKey(code) === key) ?? text
}

/** The unit of that name or code; a name that several have says none. */
function unitOf(units: readonly Unit[], text: string): string | undefined {
  const key = wordKey(text)
  const named = units.filter(unit => wordKey(unit.name) === key)
  return units.find(unit => wordKey(unit.id) === key)?.id ?? (named.length === 1 ? named[0]!.id : undefined)
}

const wordKey = (text: string) => halfWidth(text).replace(/\s/g, '').toLowerCase()

import { codeText, halfWidth } from '../../../shared-types/src/engine/half-width.ts'
import { checkCharacter } from '../../../shared-types/src/engine/person-id.ts'
import { type Cell, cellText } from '../../../shared-types/src/engine/read-cell.ts'
import type { FactType } from '../../../shared-types/src/model/fact.ts'
import type { FactRowFault, FactRowReason } from '../../../shared-types/src/protocol-facts.ts'
import type { ReadRow } from './keep-rows.ts'
import { momentReader } from './read-moment.ts'

/** Where the columns of a fact stand in the rows of a file, from 0. */
export interface FactPlaces {
  subject: number
  person: number
  time: number
}

/** What is asked of every row besides its form. */
export interface RowRules {
  fact: FactType
  zone: string
  /** The day on which the import began: nothing is collected after it. */
  today: string
  /** The subjects of the unit that imports; absent where it may bring those of all. */
  own?: ReadonlySet<string>
}

/** Longer than any number that identifies somebody. */
const PERSON_MAX = 30

/** Reads one row: its values, or why it cannot be taken. `formula` says whether the cell in a place holds one. */
export type RowReader = (
  line: number,
  cells: readonly Cell[],
  formula?: (place: number) => boolean,
) => ReadRow | FactRowReason[]

/**
 * A row is taken as it was collected and not judged: a number that belongs to nobody stays, an empty one too. Refused is
 * what is no name, number or time at all, and what a spreadsheet made of one.
 */
export function rowReader({ fact, zone, today, own }: RowRules, places: FactPlaces): RowReader {
  const { columns } = fact
  const column = columns[fact.subject]
  const longest = column?.kind === 'text' ? column.max : 0
  const moment = momentReader(zone)
  const judged: RowReader = (line, cells, formula = () => false) => {
    const reasons: FactRowReason[] = []
    const refuse = (part: keyof FactPlaces, code: FactRowFault) =>
      void reasons.push({ code, cell: cellLetter(places[part]), column: fact[part] })
    for (const part of ['subject', 'person', 'time'] as const)
      if (formula(places[part]) || beginsAsFormula(cells[places[part]])) refuse(part, 'formula')
    if (reasons.length) return reasons
    const subject = plainText(cells[places.subject]) ?? halfWidth(cellText(cells[places.subject])).trim()
    const person = plainText(cells[places.person]) ?? codeText(cellText(cells[places.person]))
    const at = moment(cells[places.time])
    const wrong = subjectFault(subject, longest) ?? (own && !own.has(subject) ? 'not-yours' : undefined)
    if (wrong) refuse('subject', wrong)
    const personWrong = personFault(cells[places.person], person)
    if (personWrong) refuse('person', personWrong)
    if (!at || at.day < FIRST_DAY) refuse('time', cellText(cells[places.time]) === '' ? 'empty' : 'time')
    else if (at.day > today) refuse('time', 'future')
    return reasons.length || !at ? reasons : [line, at.day, at.time, subject, person]
  }
  return (line, cells, formula) => {
    const subject = plainText(cells[places.subject])
    const person = plainText(cells[places.person])
    // What nearly every row is: all else is looked at closely, and so is what a spreadsheet may have rounded.
    if (formula || subject === undefined || person === undefined || !ID_NUMBER.test(person))
      return judged(line, cells, formula)
    const at = moment(cells[places.time])
    const right =
      at && at.day >= FIRST_DAY && at.day <= today && subject.length <= longest && (!own || own.has(subject))
    return right && typeof cells[places.time] === 'string'
      ? [line, at.day, at.time, subject, person]
      : judged(line, cells)
  }
}

/** 18 signs of which a spreadsheet has not lost the last. */
const ID_NUMBER = /^\d{15}(?!000)[\dX]{3}$/

/** Spreadsheets write days before this where there was none, or a wrong one. */
const FIRST_DAY = '2000-01-01'

/** What nearly every cell is: nothing in it is to be made another sign. */
const plainText = (cell: Cell) => (typeof cell === 'string' && PLAIN.test(cell) ? cell : undefined)
const PLAIN = /^[0-9A-Z]+$/

const beginsAsFormula = (cell: Cell) => typeof cell === 'string' && FORMULA.test(cell)
const FORMULA = /^\s*[=＝]/

function subjectFault(text: string, longest: number): FactRowFault | undefined {
  if (text === '') return 'empty'
  if (/^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!)$/.test(text)) return 'error'
  return text.length > longest ? 'too-long' : undefined
}

/** Spreadsheets keep 15 digits of a number: what then is missing is 000, and the check digit is wrong. */
function personFault(cell: Cell, text: string): FactRowFault | undefined {
  if (typeof cell === 'number' && Math.abs(cell) >= 1e15) return 'rounded'
  if (/^\d(?:\.\d+)?E\+?\d+$/.test(text)) return 'rounded'
  if (/^\d{15}000$/.test(text) && checkCharacter(text) !== '0') return 'rounded'
  return /^[0-9A-Z()-]*$/.test(text) && text.length <= PERSON_MAX ? undefined : 'person'
}

/** A column's place from 0 as spreadsheets call it: A, B … AA. */
export function cellLetter(place: number): string {
  const before = Math.floor(place / 26)
  return (before > 0 ? cellLetter(before - 1) : '') + String.fromCharCode(65 + (place % 26))
}

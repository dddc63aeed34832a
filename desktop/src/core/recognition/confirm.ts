import { areaName, areaOfText, areasUnder, isCounty, searchAreas } from '../../../../shared-types/src/engine/areas.ts'
import type { FieldText } from './read-field.ts'
import { SURE } from './read-field.ts'
import type { Confirmation, ReadField } from './recognised-paper.ts'
import { birthOf, isRightNumber } from './value-text.ts'
import { AUTHORITY, NATIONS, SEXES } from './words.values.ts'

/** What else is known when a paper is read. */
export interface Known {
  /** What a second look at the same place of the page read, by field. */
  again: ReadonlyMap<string, string | undefined>
  /** What the chip of the same person's card says, by field of the paper, in the form of the values. */
  card?: Readonly<Record<string, string>> | undefined
}

/** Which number says the same as another field of a paper. */
const NUMBER_OF: Readonly<Record<string, string>> = {
  sex: 'number',
  birth: 'number',
  spouseSex: 'spouseNumber',
  spouseBirth: 'spouseNumber',
}

/** Papers are valid for so many years, where they end at all. */
const YEARS = [5, 10, 20]

/**
 * What confirms each field. A field that nothing confirms is never taken unseen, however surely it was read; nor is one
 * that another field of the paper speaks against.
 */
export function confirmed(fields: readonly FieldText[], known: Known): ReadField[] {
  const byName = new Map(fields.map(field => [field.name, field]))
  const against = contradicted(byName)
  return fields.map(field => {
    const by = confirmations(field, byName, known)
    const card = known.card?.[field.name]
    const denied = against.has(field.name) || (card !== undefined && card !== field.value)
    return {
      name: field.name,
      kind: field.kind,
      value: field.value,
      confidence: field.confidence,
      doubtful: field.doubtful,
      places: field.quads,
      confirmed: denied ? [] : by,
      unseen: !denied && by.length > 0,
    }
  })
}

function confirmations(field: FieldText, all: ReadonlyMap<string, FieldText>, known: Known): Confirmation[] {
  const by: Confirmation[] = []
  const sure = field.confidence >= SURE && !field.doubtful.length
  const twice = known.again.get(field.name) === field.value
  if (sure && isRightNumber(field.kind, field.value)) by.push('check-digit')
  const number = all.get(NUMBER_OF[field.name] ?? '')
  if (number && number.confidence >= SURE && saysSame(field, number.value)) by.push('number')
  if (sure && twice && isListed(field)) by.push('list')
  if (sure && twice && field.kind === 'period' && daysAgree(field.value)) by.push('days')
  if (known.card?.[field.name] === field.value) by.push('card')
  return by
}

/** Whether a person's number, its check digit right, says this sex or this day of birth. */
function saysSame({ kind, value }: FieldText, number: string): boolean {
  if (!isRightNumber('personId', number)) return false
  return kind === 'day' ? birthOf(number) === value : kind === 'sex' && sexIn(number) === value
}

const sexIn = (number: string) => (Number(number[16]) % 2 ? SEXES.male : SEXES.female)

/** Fields of which at least one must be wrong: a number that is right by itself and a birth or sex that is another. */
function contradicted(all: ReadonlyMap<string, FieldText>): Set<string> {
  const names = new Set<string>()
  for (const [name, of] of Object.entries(NUMBER_OF)) {
    const [field, number] = [all.get(name), all.get(of)]
    if (!field || !number || !isRightNumber('personId', number.value) || saysSame(field, number.value)) continue
    names.add(name).add(of)
  }
  return names
}

function isListed({ kind, value }: FieldText): boolean {
  // A nation whose name begins another one's may be the rest of that: the last character of it was lost.
  if (kind === 'nation') return NATIONS.includes(value) && !NATIONS.some(n => n !== value && n.startsWith(value))
  if (kind === 'area') return isCounty(areaOfText(value))
  return kind === 'authority' && isAuthority(value)
}

/** Whether an authority is called after an area that there is, and its branch after one right under it. */
function isAuthority(value: string): boolean {
  const [, area = '', branch] = AUTHORITY.exec(value) ?? []
  if (!area) return false
  const codes = searchAreas(area, 50).filter(({ name, path }) => name === area || path === area)
  if (!branch) return codes.length > 0
  return codes.some(({ code }) =>
    areasUnder(code).some(({ code: under }) => {
      const name = areaName(under)!
      return name === branch || name.slice(0, -1) === branch
    }),
  )
}

/** Both days are one day of the year, and so many years apart as papers are valid. */
function daysAgree(period: string): boolean {
  const [from, to] = period.split('/') as [string, string]
  return from.slice(4) === to.slice(4) && YEARS.includes(Number(to.slice(0, 4)) - Number(from.slice(0, 4)))
}

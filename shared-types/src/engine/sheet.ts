import type { Problem } from '../model/case.ts'
import type { Kind, Language } from '../model/domain.ts'
import type { Address, AnyValue, Data, Field } from '../model/field.ts'
import type { Unit } from '../model/person.ts'
import type { AddressPart } from './address.ts'
import { areaPath } from './areas.ts'
import { DEFAULT_ZONE } from './day.ts'
import { instantText } from './day-text.ts'
import { normaliseValue } from './normalise-value.ts'
import { type Cell, cellText, neutralText, readCell } from './read-cell.ts'
import { columnsOf, type SheetColumn, sheetColumns } from './sheet-columns.ts'
import { type Showing, showValue } from './show.ts'
import { validateValue } from './validate-value.ts'

/**
 * A record as the cells of a spreadsheet row: numbers as numbers, days as YYYY-MM-DD, the rest as a person reads it, and
 * never a formula. `fromRow` reads the same values back (without masks).
 */
export function toRow(
  kind: Kind,
  columns: readonly SheetColumn[],
  data: Data,
  language: Language,
  how: Showing = {},
): (string | number)[] {
  return columns.map(({ field: name, part }) => {
    const field = kind.record.fields[name]!
    const value = data[name]
    if (value === undefined || value === null) return ''
    if (part !== undefined) return partText(value as Address, part, Boolean(how.mask && field.masked))
    if (typeof value === 'number' && !(how.mask && field.masked)) return value
    if (field.kind === 'date' && !(how.mask && field.masked)) return neutralText(String(value))
    if (field.kind === 'time') return neutralText(instantText(String(value), 'en', how.zone ?? DEFAULT_ZONE))
    return neutralText(showValue(kind, field, value, language, how))
  })
}

/** What is wrong with the headings of a whole sheet: unknown and repeated ones, and required ones that are missing. */
export function headingProblems(kind: Kind, headings: readonly Cell[], language: Language): Problem[] {
  const seen = new Set<string>()
  const columns = columnsOf(kind, headings)
  const wrong = headings.flatMap((heading, i): Problem[] => {
    const text = cellText(heading)
    if (text === '') return []
    if (!columns[i]) return [{ code: 'unknown', with: { why: 'heading', heading: text } }]
    const twice = seen.has(columnKey(columns[i]))
    seen.add(columnKey(columns[i]))
    return twice ? [{ code: 'unknown', with: { why: 'twice', heading: text } }] : []
  })
  const missing = sheetColumns(kind, language)
    .filter(column => column.required && !seen.has(columnKey(column)))
    .map(({ field, heading }): Problem => ({ code: 'required', field, with: { why: 'heading', heading } }))
  return [...wrong, ...missing]
}

/**
 * Reads one row under given headings, of which unknown ones are passed over (`headingProblems` tells of them once for the
 * sheet). `data` holds what could be read; a value with a problem is left out of it unless it could be read and is only
 * wrong. Whether something required is missing is the record's business (`validate`).
 */
export function fromRow(
  kind: Kind,
  headings: readonly Cell[],
  cells: readonly Cell[],
  today: string,
): { data: Data; problems: Problem[] } {
  return readRow(kind, columnsOf(kind, headings), cells, today)
}

/** `fromRow` for columns that are known already: a long sheet finds them once. `units` are those that a cell may name. */
export function readRow(
  kind: Kind,
  columns: readonly (SheetColumn | undefined)[],
  cells: readonly Cell[],
  today: string,
  units: readonly Unit[] = [],
): { data: Data; problems: Problem[] } {
  const values: Record<string, AnyValue> = {}
  const addresses: Record<string, Record<string, string>> = {}
  const problems: Problem[] = []
  columns.forEach((column, i) => {
    if (!column) return
    const { field, part } = column
    const read = readCell(kind, part === undefined ? kind.record.fields[field]! : PARTS[part], cells[i], units)
    if (!read) return
    if ('problem' in read) problems.push({ ...read.problem, field })
    else if (part === undefined) values[field] = read.value
    else addresses[field] = { ...addresses[field], [part]: String(read.value) }
  })
  for (const [name, parts] of Object.entries(addresses))
    values[name] = normaliseValue(kind.record.fields[name]!, { area: '', ...parts })
  const wrong = Object.entries(values).flatMap(([name, value]) =>
    validateValue(kind, name, kind.record.fields[name]!, value, today),
  )
  return { data: values, problems: [...problems, ...wrong] }
}

/** Whether a row holds nothing at all: spreadsheets end with many of them. */
export function isEmptyRow(cells: readonly Cell[]): boolean {
  return cells.every(cell => cellText(cell) === '')
}

const PARTS: Readonly<Record<AddressPart, Field>> = {
  area: { kind: 'area' },
  street: { kind: 'text' },
  community: { kind: 'text' },
  building: { kind: 'text' },
  room: { kind: 'text' },
}

const columnKey = ({ field, part }: SheetColumn) => `${field}.${part ?? ''}`

function partText(address: Address, part: NonNullable<SheetColumn['part']>, mask: boolean): string {
  if (typeof address !== 'object') return neutralText(String(address))
  if (part === 'area') return areaPath(address.area) || neutralText(address.area ?? '')
  const text = address[part] ?? ''
  return mask && text ? '****' : neutralText(text)
}

import { type Kind, LANGUAGES, type Language } from '../model/domain.ts'
import type { Field } from '../model/field.ts'
import { ADDRESS_PARTS, type AddressPart } from './address.ts'
import { halfWidth } from './half-width.ts'
import { TEXT_MAX } from './validate-value.ts'
import { engineWords, fill, label } from './words.ts'

/** One column of a spreadsheet: a field, or one part of an address. */
export interface SheetColumn {
  field: string
  part?: AddressPart
  heading: string
  /** Filled in always; a condition on the field does not make the column required. */
  required: boolean
}

/** The first rows of an empty spreadsheet to fill in. */
export interface SheetTemplate {
  /** Required ones end with `*`. */
  headings: string[]
  hints: string[]
  /** The words that a cell of the column may hold, where there is a list. */
  lists: (string[] | undefined)[]
}

/**
 * The columns of a record type: the named fields, else what is imported, else every field but files. An address takes one
 * column for each part.
 */
export function sheetColumns(
  kind: Kind,
  language: Language,
  fields: readonly string[] = sheetFields(kind),
): SheetColumn[] {
  const words = label(kind, language)
  const { address } = engineWords(language)
  return fields.flatMap((name): SheetColumn[] => {
    const field = kind.record.fields[name]
    if (!field) throw new Error(`${kind.type} has no field ${name}`)
    const heading = words.field(name)
    const required = field.required === true
    if (field.kind !== 'address') return [{ field: name, heading, required }]
    return ADDRESS_PARTS.map(part => ({
      field: name,
      part,
      heading: `${heading}·${address[part]}`,
      required: required && part === 'area',
    }))
  })
}

/** Headings, hints and lists of the template that is downloaded, filled in and imported. */
export function templateRows(kind: Kind, language: Language): SheetTemplate {
  const columns = sheetColumns(kind, language)
  return {
    headings: columns.map(({ heading, required }) => (required ? `${heading}*` : heading)),
    hints: columns.map(column => hintOf(kind, column, language)),
    lists: columns.map(column => listOf(kind, column, language)),
  }
}

/** Whether a row is the template's row of hints, left in by the person who filled it in. */
export function isHintRow(kind: Kind, cells: readonly unknown[]): boolean {
  const hints = new Set(LANGUAGES.flatMap(language => templateRows(kind, language).hints))
  const filled = cells.filter(cell => cell !== null && cell !== undefined && cell !== '')
  return filled.length > 0 && filled.every(cell => typeof cell === 'string' && hints.has(cell))
}

/**
 * The column of each heading, in whichever language it was downloaded; undefined for an unknown one. The mark `*`,
 * spaces and full-width forms do not count.
 */
export function columnsOf(kind: Kind, headings: readonly unknown[]): (SheetColumn | undefined)[] {
  const known = new Map(
    LANGUAGES.flatMap(l => sheetColumns(kind, l).map(column => [headingKey(column.heading), column] as const)),
  )
  return headings.map(heading => (typeof heading === 'string' ? known.get(headingKey(heading)) : undefined))
}

/** A heading without what does not count. */
function headingKey(heading: string): string {
  return halfWidth(heading)
    .replace(/[\s*\u200b-\u200f\ufeff]/g, '')
    .toLowerCase()
}

function sheetFields(kind: Kind): readonly string[] {
  if (kind.record.imports) return kind.record.imports.fields
  return Object.entries(kind.record.fields)
    .filter(([, field]) => field.kind !== 'files')
    .map(([name]) => name)
}

function hintOf(kind: Kind, { field: name, part, required }: SheetColumn, language: Language): string {
  const field = kind.record.fields[name]!
  const { hints } = engineWords(language)
  const own = part === undefined || part === 'area' ? label(kind, language).hint(name) : undefined
  const kindly = part === undefined ? kindHint(field, hints) : part === 'area' ? hints.area : ''
  return [required ? hints.required : '', own ?? kindly].filter(Boolean).join(language === 'en' ? '; ' : '；')
}

function kindHint(field: Field, hints: ReturnType<typeof engineWords>['hints']): string {
  if (field.kind === 'text') return fill(hints.text, { max: field.max ?? TEXT_MAX })
  if (field.kind === 'number' && field.whole) return hints.whole
  return field.kind in hints ? hints[field.kind as keyof typeof hints] : ''
}

function listOf(kind: Kind, { field: name }: SheetColumn, language: Language): string[] | undefined {
  const field = kind.record.fields[name]!
  const { values } = engineWords(language)
  if (field.kind === 'flag') return [values.yes, values.no]
  if (field.kind !== 'choice') return undefined
  const words = label(kind, language)
  return (kind.domain.dictionaries[field.of] ?? []).map(code => words.choice(field.of, code))
}

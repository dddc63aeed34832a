import type { Case, Problem } from '../model/case.ts'
import { type DomainWords, type Kind, LANGUAGES } from '../model/domain.ts'
import {
  type AnyValue,
  ASKED_KINDS,
  type AskedKind,
  type AskedRows,
  type Data,
  type Field,
  type SimpleField,
  type TableRow,
} from '../model/field.ts'
import { isEmpty } from './evaluate.ts'
import { validateValue } from './validate-value.ts'
import { engineWords } from './words.ts'

/** One row that another record asks for: a field that an administrator made. */
export interface AskedRow {
  item: string
  holds: AskedKind
  needed: boolean
  /** Of a choice: what may stand there. */
  choices: readonly string[]
}

type Table = Extract<Field, { kind: 'table' }>
type Asking = Table & { rows: AskedRows }

/** The table fields of a record type whose rows another record names. */
export const askingTables = (kind: Kind): [name: string, field: Asking][] =>
  Object.entries(kind.record.fields).filter(
    (entry): entry is [string, Asking] => entry[1].kind === 'table' && entry[1].rows !== undefined,
  )

/** What the record that was found asks for; nothing where it was not found. Repeated and unreadable rows are passed over. */
export function askedRows({ rows }: Asking, found: readonly Case[] | undefined): AskedRow[] {
  const asked = found?.[0]?.data[rows.table]
  if (!Array.isArray(asked)) return []
  const seen = new Set<string>()
  return (asked as readonly TableRow[]).flatMap(row => {
    const [item, holds] = [row[rows.item], row[rows.holds] as AskedKind]
    if (typeof item !== 'string' || !item || seen.has(item) || !ASKED_KINDS.includes(holds)) return []
    seen.add(item)
    const choices = String(row[rows.choices] ?? '')
      .split(/[、\n]/)
      .map(choice => choice.trim())
      .filter(Boolean)
    return [{ item, holds, needed: row[rows.needed] === true, choices }]
  })
}

/** What is wrong with the rows of a table whose rows are asked for: missing, not asked for, given twice, or not what they hold. */
export function askedProblems(
  kind: Kind,
  name: string,
  table: Asking,
  value: AnyValue | null | undefined,
  asked: readonly AskedRow[],
  today: string,
): Problem[] {
  const given = Array.isArray(value) ? (value as readonly TableRow[]) : []
  const [item, entered] = [table.rows.item, table.rows.value]
  const at = (row: number, of: unknown, code: Problem['code'], more: Problem['with'] = {}): Problem => ({
    code,
    field: name,
    row,
    with: { ...more, item: String(of ?? '') },
  })
  const strange = given.flatMap((row, place) => {
    const known = asked.some(one => one.item === row[item])
    const again = given.findIndex(other => other[item] === row[item]) < place
    return known && !again ? [] : [at(place, row[item], 'table', { why: again ? 'again' : 'strange' })]
  })
  const wrong = asked.flatMap((one, place) => {
    const text = given.find(row => row[item] === one.item)?.[entered]
    if (isEmpty(text)) return one.needed ? [at(place, one.item, 'required')] : []
    const problems = valueProblems(kind, one, String(text), today)
    return problems.map(({ code, with: more }) => at(place, one.item, code, more))
  })
  return [...strange, ...wrong]
}

function valueProblems(kind: Kind, row: AskedRow, text: string, today: string): Problem[] {
  const derived = withAsked(kind, '', [row])
  const [name, field] = Object.entries(fieldsOf('', [row]))[0]!
  return validateValue(derived, name, field, heldValue(row, text), today)
}

/**
 * The record type with the asked rows of a table as fields of their own, in the place of the table, so that whatever is made
 * from a record type (a template, a sheet's reading and writing) has a column for each. Their words are those of the item.
 */
export function withAsked(kind: Kind, table: string, rows: readonly AskedRow[]): Kind {
  const { record, domain } = kind
  const own = fieldsOf(table, rows)
  const fields = { ...record.fields, ...own }
  const imports = record.imports && {
    ...record.imports,
    fields: record.imports.fields.flatMap(name => (name === table ? Object.keys(own) : [name])),
  }
  const choices = Object.fromEntries(
    rows.flatMap((row, i) => (row.holds === 'choice' ? [[nameOf(table, i), row.choices]] : [])),
  )
  const words = Object.fromEntries(
    LANGUAGES.map(language => [language, wordsWith(domain.words[language], kind.name, table, rows)]),
  ) as unknown as Kind['domain']['words']
  return {
    ...kind,
    record: { ...record, fields, ...(imports && { imports }) },
    domain: { ...domain, words, dictionaries: { ...domain.dictionaries, ...choices } },
  }
}

/** Data of the derived record type as that of the real one: the rows stand in their table again. */
export function foldAsked(table: Table, name: string, rows: readonly AskedRow[], data: Data): Data {
  const own = new Set(rows.map((_, i) => nameOf(name, i)))
  const rest = Object.fromEntries(Object.entries(data).filter(([field]) => !own.has(field)))
  const folded = rows.flatMap((row, i) => {
    const value = data[nameOf(name, i)]
    return isEmpty(value) || !table.rows ? [] : [{ [table.rows.item]: row.item, [table.rows.value]: keptText(value!) }]
  })
  return folded.length ? { ...rest, [name]: folded } : rest
}

/** Data of the real record type as that of the derived one. */
export function spreadAsked(table: Table, name: string, rows: readonly AskedRow[], data: Data): Data {
  const given = Array.isArray(data[name]) ? (data[name] as readonly TableRow[]) : []
  const own = rows.flatMap((row, i): [string, AnyValue][] => {
    const text = given.find(one => one[table.rows!.item] === row.item)?.[table.rows!.value]
    return isEmpty(text) ? [] : [[nameOf(name, i), heldValue(row, String(text))]]
  })
  return { ...data, ...Object.fromEntries(own) }
}

/** No field of a record type has such a name: they are words of Latin letters. */
const nameOf = (table: string, place: number) => `${table}:${place}`

function fieldsOf(table: string, rows: readonly AskedRow[]): Record<string, SimpleField> {
  return Object.fromEntries(rows.map((row, i) => [nameOf(table, i), fieldOf(table, row, i)]))
}

function fieldOf(table: string, { holds, needed }: AskedRow, place: number): SimpleField {
  const required = { required: needed }
  if (holds === 'text') return { ...required, kind: 'text', max: 300 }
  return holds === 'choice' ? { ...required, kind: 'choice', of: nameOf(table, place) } : { ...required, kind: holds }
}

/** A row's value is kept as text; here it is what its kind of field holds. What cannot be read stays text. */
function heldValue({ holds }: AskedRow, text: string): AnyValue {
  if (holds === 'number') return /^-?\d{1,15}(?:\.\d+)?$/.test(text) ? Number(text) : text
  const { yes, no } = engineWords('zh-CN').values
  if (holds === 'flag') return text === yes ? true : text === no ? false : text
  return text
}

/** What is kept of a value: a text that reads as it is, in a list, on paper and in a sheet. */
function keptText(value: AnyValue): string {
  const { yes, no } = engineWords('zh-CN').values
  return typeof value === 'boolean' ? (value ? yes : no) : String(value)
}

function wordsWith(words: DomainWords, record: string, table: string, rows: readonly AskedRow[]): DomainWords {
  const own = words.records[record]!
  const labels = Object.fromEntries(rows.map(({ item }, i) => [nameOf(table, i), item]))
  const choices = Object.fromEntries(
    rows.map((row, i) => [nameOf(table, i), Object.fromEntries(row.choices.map(choice => [choice, choice]))]),
  )
  return {
    ...words,
    records: { ...words.records, [record]: { ...own, fields: { ...own.fields, ...labels } } },
    dictionaries: { ...words.dictionaries, ...choices },
  }
}

import type { Kind, Language } from '../model/domain.ts'
import type { Address, AnyValue, Field, TableRow } from '../model/field.ts'
import { addressText } from './address.ts'
import { areaPath } from './areas.ts'
import { DEFAULT_ZONE } from './day.ts'
import { dayText, instantText } from './day-text.ts'
import { maskPersonId } from './person-id.ts'
import { maskPhone } from './phone.ts'
import { engineWords, fill } from './words.ts'

export interface Showing {
  /** Cover the middle of what the field says is masked: `masked`, and every `personId` and `phone`. */
  mask?: boolean
  /** IANA time zone of instants; Asia/Shanghai unless told. */
  zone?: string
  /** What a unit is called; its id unless told. */
  unitName?: (id: string) => string
  /** What a linked record is called; its id unless told. */
  linkTitle?: (id: string) => string | undefined
}

/**
 * A value as a person reads it: words of dictionaries, dates, area paths, 是 and 否, tables row by row. An empty value is
 * ''. A value that does not fit its field (an older version of the domain) is shown as it is and never throws.
 */
export function showValue(
  kind: Kind,
  field: Field,
  value: AnyValue | null | undefined,
  language: Language,
  how: Showing = {},
): string {
  if (value === undefined || value === null || value === '') return ''
  if (field.kind === 'table' && !(how.mask && field.masked)) return tableText(kind, field, value, language, how)
  return how.mask && isMasked(field) ? masked(kind, field, value, language) : plain(kind, field, value, language, how)
}

/** Whether a field is covered until it is revealed with a purpose; a table is where one of its columns is. */
export function isMasked(field: Field): boolean {
  if (field.kind === 'table' && Object.values(field.columns).some(isMasked)) return true
  return field.masked === true || field.kind === 'personId' || field.kind === 'phone'
}

function plain(kind: Kind, field: Field, value: AnyValue, language: Language, how: Showing): string {
  const { values } = engineWords(language)
  if (Array.isArray(value))
    return field.kind === 'files'
      ? value.length
        ? fill(values.files, { count: value.length })
        : ''
      : JSON.stringify(value)
  if (typeof value === 'object') return field.kind === 'address' ? addressText(value as Address) : JSON.stringify(value)
  if (typeof value === 'boolean') return value ? values.yes : values.no
  const text = String(value)
  switch (field.kind) {
    case 'date':
      return dayText(text, language)
    case 'time':
      return instantText(text, language, how.zone ?? DEFAULT_ZONE)
    case 'choice':
      return kind.domain.words[language]?.dictionaries[field.of]?.[text] ?? text
    case 'area':
      return areaPath(text) || text
    case 'unit':
      return how.unitName?.(text) ?? text
    case 'link':
      return how.linkTitle?.(text) ?? text
    default:
      return text
  }
}

function masked(kind: Kind, field: Field, value: AnyValue, language: Language): string {
  if (field.kind === 'personId') return maskPersonId(String(value))
  if (field.kind === 'phone') return maskPhone(String(value))
  if (field.kind === 'address' && typeof value === 'object') return `${areaPath((value as Address).area)}****`
  const text = [...plain(kind, field, value, language, {})]
  if (field.kind !== 'text' || text.length < 2) return '****'
  return text.length === 2 ? `${text[0]}*` : `${text[0]}${'*'.repeat(text.length - 2)}${text.at(-1)}`
}

function tableText(
  kind: Kind,
  field: Extract<Field, { kind: 'table' }>,
  value: AnyValue,
  language: Language,
  how: Showing,
): string {
  if (!Array.isArray(value)) return JSON.stringify(value)
  const columns = Object.entries(field.columns)
  const rowText = (row: TableRow) =>
    columns
      .map(([name, column]) => showValue(kind, column, row[name], language, how))
      .filter(Boolean)
      .join(language === 'en' ? ', ' : '，')
  return (value as readonly TableRow[])
    .map(rowText)
    .filter(Boolean)
    .join(language === 'en' ? '; ' : '；')
}

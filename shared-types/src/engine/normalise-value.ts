import type { Address, AnyValue, Field, SimpleField, SimpleValue, TableRow } from '../model/field.ts'
import { ADDRESS_PARTS } from './address.ts'
import { codeText, halfWidth } from './half-width.ts'
import { normalisePhone } from './phone.ts'

/**
 * A typed or imported value in the one form in which it is kept: numbers and codes half-width without spaces and in
 * capitals, phones in their normal form, texts trimmed. It never makes a value right that is wrong: `validateValue` follows.
 */
export function normaliseValue(field: Field, value: AnyValue): AnyValue {
  if (field.kind === 'table')
    return Array.isArray(value) ? (value as readonly TableRow[]).map(row => normaliseRow(field.columns, row)) : value
  if (field.kind === 'address')
    return typeof value === 'object' && !Array.isArray(value) ? normaliseAddress(value as Address) : value
  return field.kind === 'files' || typeof value !== 'string' ? value : normaliseText(field, value)
}

function normaliseText(field: SimpleField, value: string): string {
  switch (field.kind) {
    case 'personId':
    case 'orgCode':
      return codeText(value)
    case 'phone':
      return normalisePhone(value)
    case 'text': {
      const text = value.replace(/\r\n?/g, '\n').trim()
      if (!field.chars) return text
      return field.chars === 'mac' ? macText(halfWidth(text)) : halfWidth(text).trim()
    }
    default:
      return halfWidth(value).trim()
  }
}

/** Systems write a network card's address with colons, with dashes, with dots or with nothing between its octets. */
function macText(text: string): string {
  const digits = text.toUpperCase().replace(/[\s:.-]/g, '')
  return digits.length === 12 ? digits.replace(/..(?=.)/g, '$&:') : text.trim()
}

function normaliseRow(columns: Readonly<Record<string, SimpleField>>, row: TableRow): TableRow {
  const cells = Object.entries(row).map(([name, value]): [string, SimpleValue | undefined] => {
    const field = columns[name]
    return [name, field && typeof value === 'string' ? normaliseText(field, value) : value]
  })
  return Object.fromEntries(cells)
}

function normaliseAddress(address: Address): Address {
  const parts = ADDRESS_PARTS.flatMap(part => {
    const text = address[part]
    const plain = typeof text === 'string' ? halfWidth(text).replace(/\s+/g, ' ').trim() : text
    return plain === undefined || (plain === '' && part !== 'area') ? [] : [[part, plain]]
  })
  return Object.fromEntries(parts) as Address
}

import { doorKey } from '../engine/address.ts'
import { isEmpty } from '../engine/evaluate.ts'
import type { Address, AnyValue, SimpleValue } from '../model/field.ts'

/** What a case is found by where this is the value of a key field: of an address its door; undefined for what finds nothing. */
export function keyValue(value: AnyValue | null | undefined): SimpleValue | undefined {
  if (isEmpty(value)) return undefined
  if (typeof value !== 'object') return value
  return value && 'area' in value ? doorKey(value as Address) || undefined : undefined
}

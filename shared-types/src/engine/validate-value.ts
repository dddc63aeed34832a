import type { Problem } from '../model/case.ts'
import type { Kind } from '../model/domain.ts'
import type { Field, SimpleField } from '../model/field.ts'
import { addressProblem, isCleanText } from './address.ts'
import { isArea } from './areas.ts'
import { addDays, isDay, isInstant } from './day.ts'
import { orgCodeProblem } from './org-code.ts'
import { parsePersonId } from './person-id.ts'
import { isPhone } from './phone.ts'

/** Limits where a field names none: characters of a text, files, rows of a table. */
export const TEXT_MAX = 500
export const FILES_MAX = 50
export const TABLE_MAX = 200

type Wrong = Pick<Problem, 'code' | 'with'>
type FieldOf<K extends Field['kind']> = Extract<Field, { kind: K }>

/**
 * What is wrong with one given value: while typing, on import, at the door of the server. The value may be of any
 * JavaScript type, as the wire brings it; nothing throws. Empty values are the record's business (`validate`).
 * Numbers, codes and phones must come in normal form (`normaliseValue`), so that equal ones are found as equal.
 */
export function validateValue(kind: Kind, name: string, field: Field, value: unknown, today: string): Problem[] {
  if (field.kind === 'table') return tableProblems(kind, name, field, value, today)
  const wrong = fieldProblem(kind, field, value, today)
  return wrong ? [{ ...wrong, field: name }] : []
}

function fieldProblem(
  kind: Kind,
  field: Exclude<Field, { kind: 'table' }>,
  value: unknown,
  today: string,
): Wrong | undefined {
  if (field.kind === 'address') return addressProblem(value)
  if (field.kind === 'files') return filesProblem(field, value)
  if (field.kind === 'flag') return typeof value === 'boolean' ? undefined : { code: 'kind', with: { why: 'flag' } }
  if (field.kind === 'number') return numberProblem(field, value)
  return typeof value === 'string' ? textProblem(kind, field, value, today) : { code: 'kind' }
}

function textProblem(
  kind: Kind,
  field: Exclude<SimpleField, { kind: 'number' | 'flag' }>,
  value: string,
  today: string,
): Wrong | undefined {
  switch (field.kind) {
    case 'text':
      return freeTextProblem(field, value)
    case 'date':
      return dateProblem(field, value, today)
    case 'time':
      return isInstant(value) ? undefined : { code: 'kind', with: { why: 'time' } }
    case 'choice':
      return kind.domain.dictionaries[field.of]?.includes(value) ? undefined : { code: 'choice' }
    case 'personId': {
      const parsed = parsePersonId(value, today)
      if (!parsed.ok) return parsed.problem
      return field.of && !field.of.includes(parsed.kind)
        ? { code: 'person-id-holder', with: { why: parsed.kind } }
        : undefined
    }
    case 'orgCode': {
      const code = orgCodeProblem(value)
      return code && { code }
    }
    case 'area':
      return isArea(value) ? undefined : { code: 'area' }
    case 'phone':
      return isPhone(value) ? undefined : { code: 'phone' }
    case 'link':
      return /^[\w.:-]{1,100}$/.test(value) ? undefined : { code: 'link' }
    case 'unit':
      return /^[\w.-]{1,40}$/.test(value) ? undefined : { code: 'unit' }
  }
}

const CHARS = {
  digits: /^\d*$/,
  code: /^[A-Za-z0-9/_.-]*$/,
  latin: /^[\p{Script=Latin}\p{Mark}0-9 .,'’()&/-]*$/u,
  ip: /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?!$)|$)){4}$/,
  mac: /^([0-9A-F]{2}(:(?!$)|$)){6}$/,
} as const

function freeTextProblem(field: FieldOf<'text'>, value: string): Wrong | undefined {
  const limit = field.max ?? TEXT_MAX
  // Characters, not UTF-16 units: a rare Han character is one.
  const count = value.length > limit * 2 ? value.length : [...value].length
  if (count > limit) return { code: 'max', with: { why: 'text', limit, count } }
  if (field.min !== undefined && count < field.min)
    return { code: 'min', with: { why: 'text', limit: field.min, count } }
  if (!field.lines && /[\r\n]/.test(value)) return { code: 'chars', with: { why: 'line' } }
  if (!isCleanText(value.replace(/[\n\t]/g, ''))) return { code: 'chars' }
  return field.chars && !CHARS[field.chars].test(value) ? { code: 'chars', with: { why: field.chars } } : undefined
}

function dateProblem(field: FieldOf<'date'>, value: string, today: string): Wrong | undefined {
  if (!isDay(value)) return { code: 'date' }
  const bound = (limit: string | { today: number }) => (typeof limit === 'string' ? limit : addDays(today, limit.today))
  if (field.notBefore !== undefined && value < bound(field.notBefore))
    return { code: 'before', with: { limit: bound(field.notBefore) } }
  if (field.notAfter !== undefined && value > bound(field.notAfter))
    return { code: 'after', with: { limit: bound(field.notAfter) } }
  return undefined
}

function numberProblem(field: FieldOf<'number'>, value: unknown): Wrong | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return { code: 'not-number' }
  if (field.whole && !Number.isSafeInteger(value)) return { code: 'whole' }
  if (field.min !== undefined && value < field.min) return { code: 'min', with: { limit: field.min } }
  return field.max !== undefined && value > field.max ? { code: 'max', with: { limit: field.max } } : undefined
}

function filesProblem(field: FieldOf<'files'>, value: unknown): Wrong | undefined {
  if (!Array.isArray(value)) return { code: 'kind' }
  const limit = field.max ?? FILES_MAX
  if (value.length > limit) return { code: 'max', with: { why: 'files', limit, count: value.length } }
  return value.every(hash => typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash)) ? undefined : { code: 'files' }
}

function tableProblems(kind: Kind, name: string, field: FieldOf<'table'>, value: unknown, today: string): Problem[] {
  if (!Array.isArray(value)) return [{ code: 'table', field: name }]
  const limit = field.max ?? TABLE_MAX
  if (value.length > limit) return [{ code: 'max', field: name, with: { why: 'table', limit, count: value.length } }]
  return value.flatMap((row: unknown, place): Problem[] => {
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      return [{ code: 'table', field: name, row: place }]
    return rowProblems(kind, field, row as Record<string, unknown>, today).map(({ code, with: values, column }) => ({
      code,
      field: name,
      row: place,
      with: { ...values, column },
    }))
  })
}

function rowProblems(
  kind: Kind,
  field: FieldOf<'table'>,
  row: Record<string, unknown>,
  today: string,
): (Wrong & { column: string })[] {
  const unknown = Object.keys(row).filter(column => !Object.hasOwn(field.columns, column))
  const known = Object.entries(field.columns).flatMap(([column, of]) => {
    const value = row[column]
    const empty = value === undefined || value === null || value === ''
    const wrong: Wrong | undefined = empty
      ? of.required === true
        ? { code: 'required' }
        : undefined
      : fieldProblem(kind, of, value, today)
    return wrong ? [{ ...wrong, column }] : []
  })
  return [
    ...unknown.slice(0, 1).map(column => ({ code: 'table' as const, with: { why: 'unknown' }, column })),
    ...known,
  ]
}

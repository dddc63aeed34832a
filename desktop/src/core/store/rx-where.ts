import type { Bound, Column } from './rx-table.ts'

/** A selector as SQL. When not `exact` it lets too much through, and RxDB's own matcher has to decide on each document. */
export interface Where {
  readonly sql: string
  readonly args: readonly Bound[]
  readonly exact: boolean
}

const COMPARISONS: Readonly<Record<string, string>> = {
  $eq: '=',
  $ne: 'IS NOT',
  $gt: '>',
  $gte: '>=',
  $lt: '<',
  $lte: '<=',
}
const ALL: Where = { sql: '1', args: [], exact: true }
const UNKNOWN: Where = { sql: '1', args: [], exact: false }
const MOST_CHOICES = 100

/**
 * Compiles a normalised Mango selector as far as its fields have columns and its operands have their column's type:
 * a column then answers as RxDB's matcher (mingo) does, and NULL, a missing value, fails every comparison as there.
 */
export function whereOf(columns: ReadonlyMap<string, Column>, selector: object): Where {
  return allOf(
    Object.entries(selector).map(([field, test]) => {
      if (field === '$and' && Array.isArray(test)) return allOf(test.map(part => whereOf(columns, part)))
      if (field === '$or' && Array.isArray(test)) return anyOf(test.map(part => whereOf(columns, part)))
      const column = columns.get(field)
      return column && isOperators(test)
        ? allOf(Object.entries(test).map(([op, v]) => compared(column, op, v)))
        : UNKNOWN
    }),
  )
}

function isOperators(test: unknown): test is object {
  return typeof test === 'object' && test !== null && Object.keys(test).length > 0
}

function compared(column: Column, operator: string, operand: unknown): Where {
  if (operator === '$in' && Array.isArray(operand)) return among(column, operand)
  const sign = COMPARISONS[operator]
  const value = column.bound(operand)
  if (!sign || value === null || (column.kind === 'flag' && operator !== '$eq')) return UNKNOWN
  return { sql: `${column.name} ${sign} ?`, args: [value], exact: true }
}

function among(column: Column, operands: readonly unknown[]): Where {
  const values = operands.map(column.bound)
  if (values.includes(null) || values.length > MOST_CHOICES) return UNKNOWN
  return { sql: `${column.name} IN (${values.map(() => '?').join()})`, args: values, exact: true }
}

function allOf(parts: readonly Where[]): Where {
  const telling = parts.filter(part => part !== ALL && part !== UNKNOWN)
  const exact = parts.every(part => part.exact)
  if (!telling.length) return exact ? ALL : UNKNOWN
  return { sql: telling.map(part => part.sql).join(' AND '), args: telling.flatMap(part => part.args), exact }
}

function anyOf(parts: readonly Where[]): Where {
  if (!parts.length || parts.includes(UNKNOWN)) return UNKNOWN
  if (parts.includes(ALL)) return ALL
  const sql = parts.map(part => `(${part.sql})`).join(' OR ')
  return { sql: `(${sql})`, args: parts.flatMap(part => part.args), exact: parts.every(part => part.exact) }
}

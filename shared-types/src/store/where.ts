import { type RawBuilder, sql } from 'kysely'
import { operands, resolve, type Scope } from '../engine/evaluate.ts'
import type { Condition, Operand } from '../model/condition.ts'
import type { Kind } from '../model/domain.ts'
import type { Field } from '../model/field.ts'
import { byBytes, type Dialect } from './dialect.ts'

type Sql = RawBuilder<boolean>
type Simple = string | number | boolean

const TRUE: Sql = sql`1 = 1`
const FALSE: Sql = sql`1 = 0`

/** Key values longer than this are kept cut: PostgreSQL refuses index rows over a third of a page. */
export const KEY_LENGTH = 400

const COLUMNS: Readonly<Record<string, string>> = {
  $state: 'cases.state',
  $unit: 'cases.unit',
  $creator: 'cases.creator',
  $id: 'cases.id',
}

/** What can be asked of a field, which decides how its column is read. */
type Shape = 'text' | 'day' | 'number' | 'flag' | 'object' | 'list'

const SHAPES: Readonly<Record<Field['kind'], Shape>> = {
  text: 'text',
  choice: 'text',
  personId: 'text',
  orgCode: 'text',
  area: 'text',
  phone: 'text',
  link: 'text',
  unit: 'text',
  date: 'day',
  time: 'day',
  number: 'number',
  flag: 'flag',
  address: 'object',
  files: 'list',
  table: 'list',
}

/**
 * A condition as SQL over the table `cases`, with exactly the meaning of `evaluate`: every comparison is made to answer
 * false where SQL would answer NULL, or `not` would differ. Throws for what only memory can answer (`some`, `entitled`,
 * another field as operand), for fields that the record type does not have, and for `less` and `more` on text, whose
 * order is not the same everywhere: such a condition is a fault of the domain, found by `check` at start-up.
 */
export function where(kind: Kind, condition: Condition, scope: Scope, dialect: Dialect): Sql {
  if ('all' in condition)
    return joined(
      condition.all.map(c => where(kind, c, scope, dialect)),
      sql` and `,
      TRUE,
    )
  if ('any' in condition)
    return joined(
      condition.any.map(c => where(kind, c, scope, dialect)),
      sql` or `,
      FALSE,
    )
  if ('not' in condition) return sql`not (${where(kind, condition.not, scope, dialect)})`
  if ('some' in condition || 'entitled' in condition)
    throw new Error(`${kind.type}: only memory can answer ${JSON.stringify(condition)}`)

  const { field } = condition
  if (condition.is === 'empty') return empty(kind, field)
  if (condition.is === 'in') {
    const list = operands(condition.to, scope).map(o => value(kind, o, scope))
    return among(kind, field, list)
  }
  const to = value(kind, condition.to, scope)
  return condition.is === 'equal' ? among(kind, field, [to]) : ordered(kind, field, condition.is, to, dialect)
}

/** The shape of a field or of a column of ours. Throws for an unknown one. */
export function shapeOf(kind: Kind, name: string): Shape {
  if (name in COLUMNS) return 'text'
  const field = kind.record.fields[name]
  if (!field) throw new Error(`${kind.type} has no field ${name}`)
  return SHAPES[field.kind]
}

/** The value of a field as text, NULL when it is empty. SQLite gives numbers as numbers and flags as 1 and 0. */
export function textOf(name: string): RawBuilder<string> {
  const column = COLUMNS[name]
  return column ? sql<string>`${sql.ref(column)}` : sql<string>`nullif(cases.data ->> ${sql.lit(name)}, '')`
}

/** The value of a number field, NULL when it is empty. */
export const numberOf = (name: string): RawBuilder<number> =>
  sql<number>`cast(cases.data ->> ${sql.lit(name)} as double precision)`

/** The value of a flag as the text `true` or `false`, NULL when it is empty. */
export const flagOf = (name: string): RawBuilder<string> => sql<string>`cast(cases.data -> ${sql.lit(name)} as text)`

function empty(kind: Kind, name: string): Sql {
  const shape = shapeOf(kind, name)
  if (name in COLUMNS) return sql`${textOf(name)} = ''`
  if (shape === 'list') return sql`coalesce(cases.data ->> ${sql.lit(name)}, '[]') = '[]'`
  return sql`${textOf(name)} is null`
}

/** Equal to one of the values. A value of another type than the field's equals nothing, as in memory. */
function among(kind: Kind, name: string, values: readonly Simple[]): Sql {
  const shape = shapeOf(kind, name)
  if (shape === 'object' || shape === 'list')
    throw new Error(`${kind.type}.${name} can only be asked whether it is empty`)
  const fitting = values.filter(v => v !== '' && typeof v === typeOf(shape))
  if (!fitting.length) return FALSE
  // Columns of ours are never NULL, and bare so that their indexes serve.
  if (name in COLUMNS) return sql`${textOf(name)} in (${sql.join(fitting)})`
  if (shape === 'number') return sql`coalesce(${numberOf(name)} in (${sql.join(fitting)}), 1 = 0)`
  if (shape === 'flag') return sql`coalesce(${flagOf(name)} in (${sql.join(fitting.map(String))}), 1 = 0)`
  if (kind.record.keys?.includes(name) && fitting.every(v => String(v).length <= KEY_LENGTH))
    return byKey(kind, name, fitting)
  return sql`coalesce(${textOf(name)} in (${sql.join(fitting)}), 1 = 0)`
}

/** Key fields are answered by the index over them. */
const byKey = (kind: Kind, name: string, values: readonly Simple[]): Sql =>
  sql`cases.id in (select case_keys.case_id from case_keys where case_keys.type = ${kind.type} and case_keys.field = ${name} and case_keys.value in (${sql.join(values)}))`

function ordered(kind: Kind, name: string, is: 'less' | 'more', to: Simple, dialect: Dialect): Sql {
  const shape = shapeOf(kind, name)
  if (shape !== 'day' && shape !== 'number')
    throw new Error(`${kind.type}.${name} has no order: less and more are for dates and numbers`)
  if (to === '' || typeof to !== typeOf(shape)) return FALSE
  const than = sql.raw(is === 'less' ? '<' : '>')
  const column = shape === 'number' ? numberOf(name) : byBytes(dialect, textOf(name))
  return sql`coalesce(${column} ${than} ${to}, 1 = 0)`
}

const typeOf = (shape: Shape) => (shape === 'number' ? 'number' : shape === 'flag' ? 'boolean' : 'string')

function value(kind: Kind, operand: Operand, scope: Scope): Simple {
  const found = resolve(operand, undefined, scope)
  if (typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean') return found
  throw new Error(`${kind.type}: only memory can answer the operand ${JSON.stringify(operand)}`)
}

/** Joined as a balanced tree: SQLite refuses expressions more than 1,000 deep, and a chain is as deep as it is long. */
function joined(parts: readonly Sql[], by: Sql, none: Sql): Sql {
  if (parts.length === 0) return none
  if (parts.length === 1) return parts[0]!
  const middle = parts.length >> 1
  return sql`(${joined(parts.slice(0, middle), by, none)}${by}${joined(parts.slice(middle), by, none)})`
}

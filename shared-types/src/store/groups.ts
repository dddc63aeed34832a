import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Kind } from '../model/domain.ts'
import type { SimpleValue } from '../model/field.ts'
import type { Group, GroupQuery } from './case-store.ts'
import type { CaseTables } from './case-tables.ts'
import { byBytes, type Dialect } from './dialect.ts'
import { flagOf, numberOf, shapeOf, textOf, where } from './where.ts'

interface Column {
  name: string
  sql: RawBuilder<string | number>
  read: (value: unknown) => SimpleValue | undefined
}

/** Counts and sums by groups. Sums are rounded to six places: the databases add binary fractions. */
export async function groupsOf(
  db: Kysely<CaseTables>,
  dialect: Dialect,
  kind: Kind,
  filter: RawBuilder<boolean>,
  { period, by, sum = [], share, scope }: GroupQuery,
): Promise<Group[]> {
  const columns = by.map(name => columnOf(kind, name, period?.field, dialect))
  const names = columns.map((_, i) => sql.raw(String(i + 1)))
  const picked = [
    ...columns.map((column, i) => sql`${column.sql} as ${sql.ref(`g${i}`)}`),
    sql`count(*) as ${sql.ref('count')}`,
    ...sum.map((name, i) => sql`sum(${numberOf(summable(kind, name))}) as ${sql.ref(`s${i}`)}`),
    ...(share
      ? [sql`sum(case when ${where(kind, share, scope, dialect)} then 1 else 0 end) as ${sql.ref('share')}`]
      : []),
  ]
  // Most of a type's cases are read, and in the order of the table that is three times as fast as by an index.
  const source = sql.raw(dialect === 'sqlite' ? 'cases not indexed' : 'cases')
  const rows = await sql<Record<string, unknown>>`
    select ${sql.join(picked)} from ${source}
    where cases.type = ${kind.type} and ${filter} and ${within(kind, period, dialect)}
    ${names.length ? sql`group by ${sql.join(names)} order by ${sql.join(names.map(n => sql`${n} nulls first`))}` : sql``}
  `.execute(db)
  return rows.rows.map(row => ({
    by: Object.fromEntries(columns.map((column, i) => [column.name, column.read(row[`g${i}`])])),
    count: Number(row.count),
    sums: {
      ...Object.fromEntries(sum.map((name, i) => [name, Number(Number(row[`s${i}`] ?? 0).toFixed(6))])),
      ...(share && { $share: Number(row.share) }),
    },
  }))
}

function columnOf(kind: Kind, name: string, period: string | undefined, dialect: Dialect): Column {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
  if (name === 'month' || name === 'day') {
    if (!period) throw new Error(`${kind.type}: ${name} needs a period`)
    const day = textOf(dateOf(kind, period))
    const column = name === 'day' ? day : sql<string>`substr(${day}, 1, 7)`
    return { name, sql: byBytes(dialect, column), read: text }
  }
  const shape = shapeOf(kind, name)
  if (shape === 'object' || shape === 'list') throw new Error(`${kind.type}.${name} cannot make groups`)
  if (shape === 'number')
    return { name, sql: numberOf(name), read: v => (v === null || v === undefined ? undefined : Number(v)) }
  if (shape === 'flag')
    return { name, sql: flagOf(name), read: v => (v === 'true' || v === 'false' ? v === 'true' : undefined) }
  return { name, sql: byBytes(dialect, textOf(name)), read: text }
}

function within(kind: Kind, period: GroupQuery['period'], dialect: Dialect): RawBuilder<boolean> {
  if (!period || (!period.from && !period.to)) return sql`1 = 1`
  const day = byBytes(dialect, textOf(dateOf(kind, period.field)))
  const from = period.from ? sql`${day} >= ${period.from}` : sql`1 = 1`
  const to = period.to ? sql`${day} <= ${period.to}` : sql`1 = 1`
  return sql`coalesce(${from} and ${to}, 1 = 0)`
}

function dateOf(kind: Kind, name: string): string {
  if (kind.record.fields[name]?.kind !== 'date') throw new Error(`${kind.type}.${name} is no date: a period needs one`)
  return name
}

function summable(kind: Kind, name: string): string {
  if (shapeOf(kind, name) !== 'number') throw new Error(`${kind.type}.${name} is no number and has no sum`)
  return name
}

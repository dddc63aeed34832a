import { type RawBuilder, sql } from 'kysely'
import type { Case } from '../model/case.ts'
import type { Kind } from '../model/domain.ts'
import type { Sort } from './case-store.ts'
import { byBytes, type Dialect } from './dialect.ts'
import { newestOf } from './newest.ts'
import { flagOf, numberOf, shapeOf, textOf } from './where.ts'

/** An empty number sorts below every number. */
const LEAST = -Number.MAX_VALUE

const TIMES: Readonly<Record<string, string>> = {
  $newest: 'cases.newest',
  $updated: 'cases.updated_at',
  $created: 'cases.created_at',
}

/** What a list is sorted by; never NULL, which the two databases put at different ends. */
export function orderOf(kind: Kind, by: string, dialect: Dialect): RawBuilder<string | number> {
  const time = TIMES[by]
  if (time) return sql<string>`${sql.ref(time)}`
  if (by.startsWith('$')) return textOf(checked(kind, by))
  const shape = shapeOf(kind, by)
  if (shape === 'number') return sql<number>`coalesce(${numberOf(by)}, ${sql.lit(LEAST)})`
  if (shape === 'flag') return sql<string>`coalesce(${flagOf(by)}, '')`
  if (shape === 'text' || shape === 'day') return byBytes(dialect, sql<string>`coalesce(${textOf(by)}, '')`)
  throw new Error(`${kind.type}.${by} has no order`)
}

/** What comes after this case in that order. */
export function afterOf(kind: Kind, sort: Sort, last: Case, dialect: Dialect): RawBuilder<boolean> {
  const than = sql.raw(sort.descending ? '<' : '>')
  return sql`(${orderOf(kind, sort.by, dialect)}, cases.id) ${than} (${placeOf(kind, sort.by, last)}, ${last.id})`
}

function placeOf(kind: Kind, by: string, c: Case): string | number {
  switch (by) {
    case '$newest':
      return newestOf(c, kind)
    case '$updated':
      return c.updatedAt
    case '$created':
      return c.createdAt
    case '$state':
      return c.state
    case '$unit':
      return c.unit
    case '$creator':
      return c.creator
    case '$id':
      return c.id
  }
  const value = c.data[by]
  if (shapeOf(kind, by) === 'number') return typeof value === 'number' ? value : LEAST
  return String(value ?? '')
}

function checked(kind: Kind, by: string): string {
  shapeOf(kind, by)
  return by
}

import {
  type FilledMangoQuery,
  getQueryMatcher,
  getQueryPlan,
  getSortComparator,
  type PreparedQuery,
  type RxDocumentData,
  type RxJsonSchema,
  type RxQueryPlan,
  type RxStorageCountResult,
} from 'rxdb'
import { type Connection, storedDocument } from './connection.ts'
import { type Bound, quoted, type Table } from './rx-table.ts'
import { type Where, whereOf } from './rx-where.ts'

type Schema<D> = RxJsonSchema<RxDocumentData<D>>
type Found<D> = RxDocumentData<D>

/** A sum: a bare parameter SQLite's planner looks into, and plans the statement anew each time it is bound. */
const PAGE = 'LIMIT ? + 0 OFFSET ?'

/** The documents a prepared query finds, in its order. Nothing outside `skip` and `limit` is parsed if SQL can avoid it. */
export function find<D>(store: Connection, table: Table, schema: Schema<D>, prepared: PreparedQuery<D>): Found<D>[] {
  const { query } = prepared
  const { skip, limit } = span(query)
  const where = whereOf(table.columns, query.selector)
  const order = orderOf(table, query)
  if (!order) return sortedHere(store, source(table, prepared.queryPlan, where), where, schema, query)
  const plan = planFor(schema, prepared)
  const rows = `${source(table, plan, where)} ORDER BY ${order}`
  if (!where.exact) return matched(store, rows, where.args, schema, query, skip + limit).slice(skip)
  const args = [...where.args, limit === Number.POSITIVE_INFINITY ? -1 : limit, skip]
  if (plan.sortSatisfiedByIndex) return parsed(store, store.statement(`SELECT data ${rows} ${PAGE}`).all(...args))
  // SQLite has to sort: let it sort row numbers, not documents.
  const byRow = store.statement(`SELECT data FROM ${quoted(table.name)} WHERE rowid = ?`)
  return parsed(
    store,
    store
      .statement(`SELECT rowid ${rows} ${PAGE}`)
      .all(...args)
      .map(row => byRow.get(row)),
  )
}

/** How many documents `find` would return; `slow` when documents had to be read to know. */
export function count<D>(
  store: Connection,
  table: Table,
  schema: Schema<D>,
  prepared: PreparedQuery<D>,
): RxStorageCountResult {
  const { query } = prepared
  const { skip, limit } = span(query)
  const where = whereOf(table.columns, query.selector)
  const rows = source(table, prepared.queryPlan, where)
  const all = where.exact
    ? (store.statement(`SELECT count(*) ${rows}`).get(...where.args) as number)
    : matched(store, rows, where.args, schema, query, Number.POSITIVE_INFINITY).length
  return { count: Math.max(0, Math.min(all - skip, limit)), mode: where.exact ? 'fast' : 'slow' }
}

function span<D>(query: FilledMangoQuery<D>): { skip: number; limit: number } {
  return { skip: query.skip || 0, limit: typeof query.limit === 'number' ? query.limit : Number.POSITIVE_INFINITY }
}

/**
 * RxDB's planner never uses an index for a descending sort, though SQLite walks one backwards as well as forwards:
 * plan such a query as if it were ascending.
 */
function planFor<D>(schema: Schema<D>, { query, queryPlan }: PreparedQuery<D>): RxQueryPlan {
  if (!query.sort.some(part => Object.values(part)[0] === 'desc')) return queryPlan
  const sort = query.sort.map(part => ({ [Object.keys(part)[0]!]: 'asc' })) as typeof query.sort
  return getQueryPlan(schema, { ...query, sort })
}

function source(table: Table, plan: RxQueryPlan, where: Where): string {
  const index = table.indexes.get(plan.index.join())
  if (!index) throw new Error(`${table.name} has no index ${plan.index.join()}`)
  return `FROM ${quoted(table.name)} INDEXED BY ${quoted(index.name)} WHERE ${where.sql}`
}

/** ORDER BY terms, or undefined when a field to sort by has no column. NULL sorts first, as undefined does in RxDB. */
function orderOf<D>(table: Table, query: FilledMangoQuery<D>): string | undefined {
  const terms = query.sort.map(part => {
    const [path, direction] = Object.entries(part)[0]!
    const column = table.columns.get(path)
    return column && `${column.name} ${direction === 'desc' ? 'DESC' : 'ASC'}`
  })
  return terms.every(term => term !== undefined) ? terms.join(', ') : undefined
}

function sortedHere<D>(
  store: Connection,
  rows: string,
  where: Where,
  schema: Schema<D>,
  query: FilledMangoQuery<D>,
): Found<D>[] {
  const { skip, limit } = span(query)
  const found = where.exact
    ? parsed<D>(store, store.statement(`SELECT data ${rows}`).all(...where.args))
    : matched(store, rows, where.args, schema, query, Number.POSITIVE_INFINITY)
  return found.sort(getSortComparator(schema, query)).slice(skip, skip + limit)
}

function matched<D>(
  store: Connection,
  rows: string,
  args: readonly Bound[],
  schema: Schema<D>,
  query: FilledMangoQuery<D>,
  most: number,
): Found<D>[] {
  const matches = getQueryMatcher(schema, query)
  const found: Found<D>[] = []
  if (most === 0) return found
  for (const data of store.statement(`SELECT data ${rows}`).iterate(...args)) {
    const document = storedDocument<Found<D>>(store, data)
    if (!matches(document)) continue
    found.push(document)
    if (found.length === most) break
  }
  return found
}

function parsed<D>(store: Connection, rows: readonly unknown[]): Found<D>[] {
  return rows.map(data => storedDocument<Found<D>>(store, data))
}

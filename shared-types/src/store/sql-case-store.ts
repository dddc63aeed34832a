import { type Kysely, type RawBuilder, sql } from 'kysely'
import { kindOf } from '../engine/kinds.ts'
import type { Case } from '../model/case.ts'
import type { Kind, Kinds } from '../model/domain.ts'
import type { Data, SimpleValue } from '../model/field.ts'
import type { CaseStore, Filter, Query } from './case-store.ts'
import type { CaseTables } from './case-tables.ts'
import { asJson, type Dialect, dialectOf } from './dialect.ts'
import { groupsOf } from './groups.ts'
import { newestOf } from './newest.ts'
import { afterOf, orderOf } from './order.ts'
import { KEY_LENGTH, where } from './where.ts'

/** Rows of one statement: SQLite takes 32,766 values in one, PostgreSQL 65,535. */
const CHUNK = 500

/**
 * A case store on any Kysely that has the tables of `createCaseTables`, and possibly others. Opened on a transaction it
 * works within that transaction.
 */
export function sqlCaseStore<T extends CaseTables>(given: Kysely<T>, kinds: Kinds): CaseStore {
  const db = given as unknown as Kysely<CaseTables>
  const dialect = dialectOf(db)
  const store: CaseStore = {
    transaction: work =>
      db.isTransaction ? work(store) : db.transaction().execute(trx => work(sqlCaseStore(trx, kinds))),
    put: cases => put(db, dialect, kinds, cases),
    get: ids => get(db, ids),
    remove: ids => remove(db, ids),
    async clear() {
      await db.deleteFrom('case_keys').execute()
      await db.deleteFrom('cases').execute()
    },
    byKeys: (kind, match, limit = 1000) => byKeys(db, kind, match, limit),
    find: (kind, query) => find(db, dialect, kind, query),
    async count(kind, filter) {
      const row = await db
        .selectFrom('cases')
        .select(sql<number>`count(*)`.as('count'))
        .where('type', '=', kind.type)
        .where(filtered(kind, filter, dialect))
        .executeTakeFirstOrThrow()
      return Number(row.count)
    },
    groups: (kind, query) => groupsOf(db, dialect, kind, filtered(kind, query, dialect), query),
  }
  return store
}

/** Columns of a case, to be read by `caseOf`. */
const caseColumns = (dialect: Dialect) =>
  [
    'cases.id',
    'cases.type',
    'cases.unit',
    'cases.state',
    'cases.version',
    'cases.seq',
    'cases.creator',
    'cases.created_at',
    'cases.updated_at',
    'cases.body',
    (dialect === 'postgres' ? sql<string>`cast(cases.data as text)` : sql<string>`json(cases.data)`).as('data'),
  ] as const

type Row = Omit<CaseTables['cases'], 'newest'>
type Rest = Pick<Case, 'changedAt' | 'actors' | 'unsent'>

/** The case that was put. */
function caseOf(row: Row): Case {
  return {
    id: row.id,
    type: row.type,
    unit: row.unit,
    state: row.state,
    version: Number(row.version),
    seq: Number(row.seq),
    data: JSON.parse(row.data) as Data,
    creator: row.creator,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...(JSON.parse(row.body) as Rest),
  }
}

async function put(db: Kysely<CaseTables>, dialect: Dialect, kinds: Kinds, given: readonly Case[]): Promise<void> {
  const cases = [...new Map(given.map(c => [c.id, c])).values()]
  for (const part of chunks(cases)) {
    await db
      .insertInto('cases')
      .values(part.map(c => rowOf(c, kindOf(kinds, c.type), dialect)))
      .onConflict(on =>
        on.column('id').doUpdateSet(eb => ({
          type: eb.ref('excluded.type'),
          unit: eb.ref('excluded.unit'),
          state: eb.ref('excluded.state'),
          version: eb.ref('excluded.version'),
          seq: eb.ref('excluded.seq'),
          creator: eb.ref('excluded.creator'),
          created_at: eb.ref('excluded.created_at'),
          updated_at: eb.ref('excluded.updated_at'),
          newest: eb.ref('excluded.newest'),
          data: eb.ref('excluded.data'),
          body: eb.ref('excluded.body'),
        })),
      )
      .execute()
    await db
      .deleteFrom('case_keys')
      .where(
        'case_id',
        'in',
        part.map(c => c.id),
      )
      .execute()
    for (const keys of chunks(part.flatMap(c => keysOf(c, kindOf(kinds, c.type)))))
      await db.insertInto('case_keys').values(keys).execute()
  }
}

function rowOf(c: Case, kind: Kind, dialect: Dialect) {
  return {
    id: c.id,
    type: c.type,
    unit: c.unit,
    state: c.state,
    version: c.version,
    seq: c.seq,
    creator: c.creator,
    created_at: c.createdAt,
    updated_at: c.updatedAt,
    newest: newestOf(c, kind),
    data: asJson(dialect, c.data),
    body: JSON.stringify({ unsent: c.unsent, changedAt: c.changedAt, actors: c.actors } satisfies Rest),
  }
}

function keysOf(c: Case, kind: Kind): CaseTables['case_keys'][] {
  return (kind.record.keys ?? []).flatMap(field => {
    const value = c.data[field]
    if (value === undefined || value === null || value === '' || typeof value === 'object') return []
    return [{ type: c.type, field, value: String(value).slice(0, KEY_LENGTH), case_id: c.id }]
  })
}

async function get(db: Kysely<CaseTables>, ids: readonly string[]): Promise<Map<string, Case>> {
  const found = new Map<string, Case>()
  for (const part of chunks([...new Set(ids)])) {
    const rows = await db
      .selectFrom('cases')
      .select(caseColumns(dialectOf(db)))
      .where('cases.id', 'in', part)
      .execute()
    for (const row of rows) found.set(row.id, caseOf(row))
  }
  return found
}

async function remove(db: Kysely<CaseTables>, ids: readonly string[]): Promise<void> {
  for (const part of chunks(ids)) {
    await db.deleteFrom('case_keys').where('case_id', 'in', part).execute()
    await db.deleteFrom('cases').where('id', 'in', part).execute()
  }
}

async function byKeys(
  db: Kysely<CaseTables>,
  kind: Kind,
  match: Readonly<Record<string, SimpleValue>>,
  limit: number,
): Promise<Case[]> {
  const entries = Object.entries(match)
  if (entries.length === 0) throw new Error(`${kind.type}: nothing is asked for`)
  let query = db
    .selectFrom('cases')
    .select(caseColumns(dialectOf(db)))
    .where('cases.type', '=', kind.type)
  for (const [field, value] of entries) query = query.where(hasKey(kind, field, value))
  const rows = await query.orderBy('cases.id').limit(limit).execute()
  // Long values are kept cut, so that what the index finds is only a candidate.
  return rows.map(caseOf).filter(c => entries.every(([field, value]) => field === '$id' || c.data[field] === value))
}

function hasKey(kind: Kind, field: string, value: SimpleValue): RawBuilder<boolean> {
  if (field === '$id') return sql`cases.id = ${value}`
  if (!kind.record.keys?.includes(field)) throw new Error(`${kind.type}.${field} is no key`)
  return sql`cases.id in (select case_id from case_keys where type = ${kind.type} and field = ${field} and value = ${String(value).slice(0, KEY_LENGTH)})`
}

async function find(db: Kysely<CaseTables>, dialect: Dialect, kind: Kind, query: Query): Promise<Case[]> {
  const sort = query.sort ?? { by: '$newest', descending: true }
  const { limit = 50, offset = 0, after } = query
  let rows = db
    .selectFrom('cases')
    .select(caseColumns(dialect))
    .where('cases.type', '=', kind.type)
    .where(filtered(kind, query, dialect))
  if (after) rows = rows.where(afterOf(kind, sort, after, dialect))
  const direction = sort.descending ? 'desc' : 'asc'
  return (
    await rows
      .orderBy(orderOf(kind, sort.by, dialect), direction)
      .orderBy('cases.id', direction)
      .limit(limit)
      .offset(offset)
      .execute()
  ).map(caseOf)
}

function filtered(kind: Kind, { where: condition, scope, among }: Filter, dialect: Dialect): RawBuilder<boolean> {
  const asked = condition ? where(kind, condition, scope, dialect) : sql<boolean>`1 = 1`
  if (!among) return asked
  // One value however many ids there are: both databases limit how many values a statement takes.
  const ids = JSON.stringify(among)
  const list =
    dialect === 'postgres'
      ? sql`select jsonb_array_elements_text(cast(${ids} as jsonb))`
      : sql`select value from json_each(${ids})`
  return sql`(${asked} and cases.id in (${list}))`
}

function* chunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < all.length; i += CHUNK) yield all.slice(i, i + CHUNK)
}

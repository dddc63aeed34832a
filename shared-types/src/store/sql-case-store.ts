import { type Kysely, type RawBuilder, sql } from 'kysely'
import { kindOf } from '../engine/kinds.ts'
import type { Case } from '../model/case.ts'
import type { Kind, Kinds } from '../model/domain.ts'
import type { SimpleValue } from '../model/field.ts'
import { type CaseKey, type CaseRow, caseColumns, caseOf, keysOf, ROW_COLUMNS, rowOf } from './case-rows.ts'
import type { CaseStore, Filter, Query } from './case-store.ts'
import type { CaseTables } from './case-tables.ts'
import { type Dialect, dialectOf } from './dialect.ts'
import { groupsOf } from './groups.ts'
import { keyValue } from './key-value.ts'
import { afterOf, orderOf } from './order.ts'
import { list, run } from './statement.ts'
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
    get: ids => get(db, dialect, ids),
    remove: ids => remove(db, ids),
    async clear() {
      await db.deleteFrom('case_keys').execute()
      await db.deleteFrom('cases').execute()
    },
    byKeys: (kind, match, limit = 1000) => byKeys(db, dialect, kind, match, limit),
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

/** Replaces what is there by what was to be put. */
const REPLACE = ROW_COLUMNS.filter(column => column !== 'id')
  .map(column => `${column} = excluded.${column}`)
  .join(', ')

async function put(db: Kysely<CaseTables>, dialect: Dialect, kinds: Kinds, given: readonly Case[]): Promise<void> {
  const cases = [...new Map(given.map(c => [c.id, c])).values()]
  const row = `(${list(ROW_COLUMNS.length - 1)}, ${dialect === 'postgres' ? 'cast(? as jsonb)' : 'jsonb(?)'})`
  for (const part of chunks(cases)) {
    const rows = part.flatMap(c => rowOf(c, kindOf(kinds, c.type)))
    await run(
      db,
      `insert into cases (${ROW_COLUMNS.join(', ')}) values ${list(part.length, row)} on conflict (id) do update set ${REPLACE}`,
      rows,
    )
    await putKeys(db, new Map(part.map(c => [c.id, keysOf(c, kindOf(kinds, c.type))])))
  }
}

/** Most events leave the keys of their case as they are: nothing is written then. */
async function putKeys(db: Kysely<CaseTables>, wanted: ReadonlyMap<string, readonly CaseKey[]>): Promise<void> {
  const ids = [...wanted.keys()]
  const known = await run<CaseKey>(
    db,
    `select type, field, value, case_id from case_keys where case_id in (${list(ids.length)})`,
    ids,
  )
  const had = Map.groupBy(known, key => key.case_id)
  const changed = ids.filter(id => !sameKeys(had.get(id) ?? [], wanted.get(id)!))
  const old = changed.filter(id => had.has(id))
  if (old.length) await run(db, `delete from case_keys where case_id in (${list(old.length)})`, old)
  for (const keys of chunks(changed.flatMap(id => wanted.get(id)!)))
    await run(
      db,
      `insert into case_keys (type, field, value, case_id) values ${list(keys.length, '(?, ?, ?, ?)')}`,
      keys.flatMap(key => [key.type, key.field, key.value, key.case_id]),
    )
}

/** Whether they are the same keys of a case, in whatever order. It has one of each field. */
function sameKeys(a: readonly CaseKey[], b: readonly CaseKey[]): boolean {
  if (a.length !== b.length) return false
  return a.every(one =>
    b.some(other => other.field === one.field && other.value === one.value && other.type === one.type),
  )
}

async function get(db: Kysely<CaseTables>, dialect: Dialect, ids: readonly string[]): Promise<Map<string, Case>> {
  const found = new Map<string, Case>()
  for (const part of chunks([...new Set(ids)])) {
    const text = `select ${caseColumns(dialect)} from cases where cases.id in (${list(part.length)})`
    for (const row of await run<CaseRow>(db, text, part)) found.set(row.id, caseOf(row))
  }
  return found
}

async function remove(db: Kysely<CaseTables>, ids: readonly string[]): Promise<void> {
  for (const part of chunks(ids)) {
    await run(db, `delete from case_keys where case_id in (${list(part.length)})`, part)
    await run(db, `delete from cases where id in (${list(part.length)})`, part)
  }
}

async function byKeys(
  db: Kysely<CaseTables>,
  dialect: Dialect,
  kind: Kind,
  match: Readonly<Record<string, SimpleValue>>,
  limit: number,
): Promise<Case[]> {
  const entries = Object.entries(match)
  if (entries.length === 0) throw new Error(`${kind.type}: nothing is asked for`)
  const keys = entries.filter(([field]) => field !== '$id')
  for (const [field] of keys) if (!kind.record.keys?.includes(field)) throw new Error(`${kind.type}.${field} is no key`)
  const order = keys.length ? 'k0.case_id' : 'cases.id'
  const text = `select ${caseColumns(dialect)} from cases ${keys.map((_, i) => keyJoin(`k${i}`)).join(' ')}
    where cases.type = ? ${Object.hasOwn(match, '$id') ? 'and cases.id = ?' : ''} order by ${order} limit ?`
  const rows = await run<CaseRow>(db, text, [
    ...keys.flatMap(([field, value]) => [kind.type, field, String(value).slice(0, KEY_LENGTH)]),
    kind.type,
    ...(Object.hasOwn(match, '$id') ? [String(match.$id)] : []),
    limit,
  ])
  // Long values are kept cut, so that what the index finds is only a candidate.
  return rows
    .map(caseOf)
    .filter(c => entries.every(([field, value]) => field === '$id' || keyValue(c.data[field]) === value))
}

/** A join: for `in (select …)` SQLite makes a table of its own each time, which takes longer than the search. */
const keyJoin = (name: string) =>
  `join case_keys ${name} on ${name}.case_id = cases.id and ${name}.type = ? and ${name}.field = ? and ${name}.value = ?`

async function find(db: Kysely<CaseTables>, dialect: Dialect, kind: Kind, query: Query): Promise<Case[]> {
  const sort = query.sort ?? { by: '$newest', descending: true }
  const { limit = 50, offset = 0, after } = query
  const direction = sql.raw(sort.descending ? 'desc' : 'asc')
  const { rows } = await sql<CaseRow>`
    select ${sql.raw(caseColumns(dialect))} from cases
    where cases.type = ${kind.type} and ${filtered(kind, query, dialect)}
    ${after ? sql`and ${afterOf(kind, sort, after, dialect)}` : sql``}
    order by ${orderOf(kind, sort.by, dialect)} ${direction}, cases.id ${direction}
    limit ${limit} offset ${offset}`.execute(db)
  return rows.map(caseOf)
}

function filtered(kind: Kind, { where: condition, scope, among }: Filter, dialect: Dialect): RawBuilder<boolean> {
  const asked = condition ? where(kind, condition, scope, dialect) : sql<boolean>`1 = 1`
  if (!among) return asked
  // One value however many ids there are: both databases limit how many values a statement takes.
  const ids = JSON.stringify(among)
  const listed =
    dialect === 'postgres'
      ? sql`select jsonb_array_elements_text(cast(${ids} as jsonb))`
      : sql`select value from json_each(${ids})`
  return sql`(${asked} and cases.id in (${listed}))`
}

function* chunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let i = 0; i < all.length; i += CHUNK) yield all.slice(i, i + CHUNK)
}

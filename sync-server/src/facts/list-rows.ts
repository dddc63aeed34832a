import type { FactConditions, FactPosition, FactRow } from '../../../shared-types/src/protocol-facts.ts'
import { dialectOf } from '../../../shared-types/src/store/dialect.ts'
import { type Parameter, run } from '../../../shared-types/src/store/statement.ts'
import type { Db } from '../store.ts'
import { allOf, type FactScope, inScope, type SqlPart } from './fact-scope.ts'
import type { FactTables } from './fact-tables.ts'

/** Which rows are meant, and of which of them somebody may hear. */
export interface Asked {
  tables: FactTables
  scope: FactScope
  conditions: Omit<FactConditions, 'unit'>
}

/**
 * Rows in the order in which they were collected, the newest first, behind `after`. Every index begins with the day, so
 * the days are gone through one by one, and only those that have rows of the scope at all: a page costs what it shows,
 * however many millions lie there. `person` is as it was kept.
 */
export async function listRows(
  db: Db,
  asked: Asked,
  after: FactPosition | undefined,
  limit: number,
): Promise<FactRow[]> {
  const rows: FactRow[] = []
  let day = after ? after.day : await dayBefore(db, asked, undefined)
  while (day !== undefined && rows.length < limit) {
    if (day < asked.conditions.from) break
    rows.push(...(await rowsOfDay(db, asked, day, after?.day === day ? after : undefined, limit - rows.length)))
    day = await dayBefore(db, asked, day)
  }
  return rows
}

/** The newest day before this one, of those asked for, that has rows of the scope. */
async function dayBefore(db: Db, asked: Asked, before: string | undefined): Promise<string | undefined> {
  const { tables, conditions } = asked
  const { from, until } = conditions
  const to = before === undefined ? { sql: 'day <= ?', values: [until] } : { sql: 'day < ?', values: [before] }
  const within = allOf([to, { sql: 'day >= ?', values: [from] }, subjectsOf(asked, tables.subject)])
  const [row] = await run<{ day: string }>(
    db,
    `select day from ${tables.counts} where ${within.sql} order by day desc limit 1`,
    within.values,
  )
  return row?.day
}

async function rowsOfDay(
  db: Db,
  asked: Asked,
  day: string,
  after: FactPosition | undefined,
  limit: number,
): Promise<FactRow[]> {
  const { tables, conditions } = asked
  const { person } = conditions
  const all = allOf([
    { sql: 'day = ?', values: [day] },
    ...(after ? [{ sql: '(time, id) < (?, ?)', values: [after.time, after.id] as Parameter[] }] : []),
    ...(person === undefined ? [] : [{ sql: 'person = ?', values: [person] }]),
    subjectsOf(asked, 'subject'),
  ])
  const rows = await run<Omit<FactRow, 'unit'> & { unit: string | null }>(
    db,
    `select day, time, id, subject, person,
        (select unit from ${tables.owners} where ${tables.owners}.${tables.subject} = ${tables.rows}.subject) as unit
      from ${indexed(db, asked)} where ${all.sql} order by time desc, id desc limit ?`,
    [...all.values, limit],
  )
  return rows.map(({ unit, ...row }) => ({ ...row, id: Number(row.id), ...(unit && { unit }) }))
}

/**
 * SQLite knows nothing of how many rows a subject has on a day, and goes through all of the day in its order; by the index
 * of who is asked for it reads just theirs.
 */
function indexed(db: Db, { tables: { rows }, conditions: { person, subject } }: Asked): string {
  if (dialectOf(db) !== 'sqlite') return rows
  if (person !== undefined) return `${rows} indexed by ${rows}_person`
  return subject === undefined ? rows : `${rows} indexed by ${rows}_subject`
}

/** One subject, of the scope; or all of the scope. */
export const subjectsOf = ({ conditions: { subject }, scope, tables }: Asked, column: string): SqlPart =>
  allOf([
    ...(subject === undefined ? [] : [{ sql: `${column} = ?`, values: [subject] }]),
    ...(scope.whole ? [] : [inScope(scope, tables, column)]),
  ])

/** The newest row of the scope: day and time. */
export async function newestRow(db: Db, { tables, scope }: Omit<Asked, 'conditions'>): Promise<FactRow | undefined> {
  const conditions = { from: '', until: '9999-12-31' }
  const [row] = await listRows(db, { tables, scope, conditions }, undefined, 1)
  return row
}

import { dayOf } from '../../../shared-types/src/engine/day.ts'
import type { FactDeletionRequest } from '../../../shared-types/src/protocol-facts.ts'
import { list, type Parameter, run } from '../../../shared-types/src/store/statement.ts'
import { markDirty } from '../projection/dirty-days.ts'
import type { Db, Store } from '../store.ts'
import { allOf, type FactScope, inScope, type SqlPart } from './fact-scope.ts'
import { type FactTables, LINES_PER_IMPORT } from './fact-tables.ts'
import { addCounts, addImportDays } from './keep-rows.ts'
import { dropRefusals } from './refusals.ts'

/** Rows to be deleted: on these days, of these imports where some are named, and that hold this. */
export interface Doomed {
  tables: FactTables
  from: string
  until: string
  imports?: readonly number[]
  where: SqlPart
}

/** Rows of one transaction. */
const PIECE = 10_000

/** What a request for deletion means; `zone` is the one in which imports have their days. */
export async function doomedBy(
  db: Db,
  tables: FactTables,
  scope: FactScope,
  asked: FactDeletionRequest,
  zone: string,
): Promise<Doomed> {
  const where = allOf([
    ...(asked.subject === undefined ? [] : [{ sql: 'subject = ?', values: [asked.subject] }]),
    ...(scope.whole ? [] : [inScope(scope, tables, 'subject')]),
  ])
  if (asked.by === 'collected' && asked.import === undefined)
    return { tables, from: asked.from, until: asked.until, where }
  const rows = await run<{ id: number; at: string }>(
    db,
    `select id, started_at as at from fact_imports where type = ? and ${asked.import === undefined ? '0 = ?' : 'id = ?'}`,
    [asked.type, asked.import ?? 0],
  )
  const began = (at: string) => dayOf(at, zone)
  const meant = rows.filter(
    ({ at }) => asked.import !== undefined || (began(at) >= asked.from && began(at) <= asked.until),
  )
  const imports = meant.map(({ id }) => Number(id))
  const [span] = await run<{ from_day: string | null; to_day: string | null }>(
    db,
    `select min(day) as from_day, max(day) as to_day from fact_import_days where import in (${list(imports.length || 1)})`,
    imports.length ? imports : [0],
  )
  return { tables, from: span!.from_day ?? '9999-12-31', until: span!.to_day ?? '0001-01-01', imports, where }
}

/** How many rows would go. */
export async function countDoomed(db: Db, doomed: Doomed): Promise<number> {
  let count = 0
  for (const day of await daysOf(db, doomed)) {
    const all = ofDay(doomed, day)
    const [row] = await run<{ n: number }>(
      db,
      `select count(*) as n from ${doomed.tables.rows} where ${all.sql}`,
      all.values,
    )
    count += Number(row!.n)
  }
  return count
}

/**
 * Deletes rows, and takes them off all that is counted, a piece at a time so that nobody waits long for their turn, until
 * `isTime` says that it is. Answers how many, and whether there are more.
 */
export async function deleteDoomed(
  store: Store,
  doomed: Doomed,
  now: () => string,
  isTime: () => boolean,
): Promise<{ deleted: number; more: boolean }> {
  let deleted = 0
  for (const day of await daysOf(store.db, doomed)) {
    const place = { time: '', id: 0 }
    for (;;) {
      if (isTime()) return { deleted, more: true }
      const piece = await store.transaction(({ db }) => deletePiece(db, doomed, day, place, now()))
      deleted += piece.count
      if (!piece.last) break
      Object.assign(place, piece.last)
    }
  }
  await store.transaction(({ db }) => dropRefusals(db, doomed.imports ?? []))
  return { deleted, more: false }
}

interface Place {
  time: string
  id: number
}

async function deletePiece(
  db: Db,
  doomed: Doomed,
  day: string,
  from: Place,
  now: string,
): Promise<{ count: number; last?: Place }> {
  const { tables } = doomed
  const ahead = allOf([ofDay(doomed, day), { sql: '(time, id) > (?, ?)', values: [from.time, from.id] }])
  const [last] = await run<Place>(
    db,
    `select time, id from ${tables.rows} where ${ahead.sql} order by time, id limit 1 offset ${PIECE - 1}`,
    ahead.values,
  )
  const all = last ? allOf([ahead, { sql: '(time, id) <= (?, ?)', values: [last.time, last.id] }]) : ahead
  const counted = await run<{ import: number; subject: string; n: number }>(
    db,
    `select id / ${LINES_PER_IMPORT} as import, subject, count(*) as n from ${tables.rows} where ${all.sql}
      group by id / ${LINES_PER_IMPORT}, subject`,
    all.values,
  )
  await run(db, `delete from ${tables.rows} where ${all.sql}`, all.values)
  const subjects = new Map<string, number>()
  const imports = new Map<number, Map<string, number>>()
  for (const { import: of, subject, n } of counted) {
    subjects.set(subject, (subjects.get(subject) ?? 0) - Number(n))
    const own = imports.get(Number(of)) ?? new Map<string, number>()
    imports.set(Number(of), own.set(subject, (own.get(subject) ?? 0) - Number(n)))
  }
  if (counted.length) {
    await addCounts(db, tables, new Map([[day, subjects]]))
    for (const [id, own] of imports) await addImportDays(db, id, new Map([[day, own]]))
    await markDirty(db, [day], now)
  }
  const count = counted.reduce((sum, { n }) => sum + Number(n), 0)
  return { count, ...(last && { last: { time: last.time, id: Number(last.id) } }) }
}

/** Days that have rows at all, or rows of those imports. */
async function daysOf(db: Db, { tables, from, until, imports }: Doomed): Promise<string[]> {
  const rows = imports
    ? await run<{ day: string }>(
        db,
        `select distinct day from fact_import_days where import in (${list(imports.length || 1)}) order by day`,
        imports.length ? imports : [0],
      )
    : await run<{ day: string }>(
        db,
        `select distinct day from ${tables.counts} where day between ? and ? order by day`,
        [from, until],
      )
  return rows.map(({ day }) => day)
}

function ofDay({ imports, where }: Doomed, day: string): SqlPart {
  const spans = imports?.map(
    (id): SqlPart => ({
      sql: 'id between ? and ?',
      values: [id * LINES_PER_IMPORT, (id + 1) * LINES_PER_IMPORT - 1] as Parameter[],
    }),
  )
  const any = spans && {
    sql: spans.map(({ sql }) => `(${sql})`).join(' or ') || '1 = 0',
    values: spans.flatMap(s => s.values),
  }
  return allOf([{ sql: 'day = ?', values: [day] }, ...(any ? [any] : []), where])
}

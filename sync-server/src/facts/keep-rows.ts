import { setImmediate as breathe } from 'node:timers/promises'
import { dialectOf } from '../../../shared-types/src/store/dialect.ts'
import { list, type Parameter, run } from '../../../shared-types/src/store/statement.ts'
import { markDirty } from '../projection/dirty-days.ts'
import type { Db } from '../store.ts'
import { type FactTables, LINES_PER_IMPORT } from './fact-tables.ts'

/** One row that was read: its line in the file, and its values in the form in which they are kept. */
export type ReadRow = readonly [line: number, day: string, time: string, subject: string, person: string]

/** Rows of one statement: five values each, of the 32,766 that SQLite takes. */
const MANY = 500

/** Keeps rows of an import, and all that is counted of them, in the transaction that is open. */
export async function keepRows(
  db: Db,
  tables: FactTables,
  importId: number,
  rows: readonly ReadRow[],
  now: string,
): Promise<void> {
  // A number that is there already ends the whole transaction anyway: SQLite need not keep, statement by statement, how
  // each page was before it (https://sqlite.org/lang_conflict.html), which took a third of the time.
  const insert = dialectOf(db) === 'sqlite' ? 'insert or fail' : 'insert'
  for (let at = 0; at < rows.length; at += MANY) {
    const part = rows.slice(at, at + MANY)
    const values: Parameter[] = []
    for (const [line, day, time, subject, person] of part)
      values.push(day, time, importId * LINES_PER_IMPORT + line, subject, person)
    await run(
      db,
      `${insert} into ${tables.rows} (day, time, id, subject, person) values ${list(part.length, '(?, ?, ?, ?, ?)')}`,
      values,
    )
    // SQLite answers within the call: whoever else is heard is heard between two of them.
    await breathe()
  }
  const days = new Map<string, Map<string, number>>()
  for (const [, day, , subject] of rows) {
    const of = days.get(day) ?? new Map<string, number>()
    days.set(day, of.set(subject, (of.get(subject) ?? 0) + 1))
  }
  await addCounts(db, tables, days)
  await addImportDays(db, importId, days)
  await markDirty(db, days.keys(), now)
}

type Counts = ReadonlyMap<string, ReadonlyMap<string, number>>

/** Adds to the counts by day and subject; what comes to nothing is no row any more. Counts may be negative. */
export async function addCounts(db: Db, { counts, subject }: FactTables, days: Counts): Promise<void> {
  const rows = [...days].flatMap(([day, of]) => [...of].map(([name, count]) => [name, day, count] as const))
  // In the order of the index: neighbours lie on the same pages.
  rows.sort((a, b) => (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : a[0] < b[0] ? -1 : 1))
  for (let at = 0; at < rows.length; at += MANY) {
    const part = rows.slice(at, at + MANY)
    await run(
      db,
      `insert into ${counts} (${subject}, day, count) values ${list(part.length, '(?, ?, ?)')}
        on conflict (${subject}, day) do update set count = ${counts}.count + excluded.count`,
      part.flat(),
    )
  }
  if (rows.some(([, , count]) => count < 0)) {
    const changed = [...days.keys()]
    await run(db, `delete from ${counts} where day in (${list(changed.length)}) and count <= 0`, changed)
  }
}

/** Adds to how many rows of an import lie on each day. Counts may be negative. */
export async function addImportDays(db: Db, importId: number, days: Counts): Promise<void> {
  for (const [day, of] of days) {
    const count = [...of.values()].reduce((sum, n) => sum + n, 0)
    await run(
      db,
      `insert into fact_import_days (import, day, count) values (?, ?, ?)
        on conflict (import, day) do update set count = fact_import_days.count + excluded.count`,
      [importId, day, count],
    )
  }
  await run(db, 'delete from fact_import_days where import = ? and count <= 0', [importId])
}

import { list, type Parameter, run } from '../../../shared-types/src/store/statement.ts'
import type { Db } from '../store.ts'
import type { Row } from './rows.ts'
import type { RuleTable } from './tables.ts'

/** A row that was not as it should be. */
export interface Change {
  before?: Row
  after?: Row
}

/** The rows of these cases as they stand in a table, by the case. */
export async function rowsIn(db: Db, table: RuleTable, ids: readonly string[]): Promise<Map<string, Row>> {
  if (ids.length === 0) return new Map()
  const text = `select ${table.columns.join(', ')} from ${table.name} where id in (${list(ids.length)})`
  const rows = await run<Record<string, Parameter>>(db, text, ids)
  return new Map(rows.map(row => [String(row.id), table.columns.map(column => row[column]!)]))
}

/** What differs between rows as they stand and as they should be, by the case; undefined: there should be none. */
export function differences(
  found: ReadonlyMap<string, Row>,
  wanted: ReadonlyMap<string, Row | undefined>,
): Map<string, Change> {
  const changes = new Map<string, Change>()
  for (const [id, after] of wanted) {
    const before = found.get(id)
    if (JSON.stringify(before) === JSON.stringify(after)) continue
    changes.set(id, { ...(before && { before }), ...(after && { after }) })
  }
  return changes
}

/** Brings the rows of these cases to what they should be, and answers what was not. */
export async function putRows(
  db: Db,
  table: RuleTable,
  wanted: ReadonlyMap<string, Row | undefined>,
): Promise<Change[]> {
  const changes = differences(await rowsIn(db, table, [...wanted.keys()]), wanted)
  const gone = [...changes].filter(([, { before }]) => before).map(([id]) => id)
  if (gone.length) await run(db, `delete from ${table.name} where id in (${list(gone.length)})`, gone)
  const rows = [...changes.values()].flatMap(({ after }) => (after ? [after] : []))
  if (rows.length)
    await run(
      db,
      `insert into ${table.name} (${table.columns.join(', ')})
       values ${list(rows.length, `(${list(table.columns.length)})`)}`,
      rows.flat(),
    )
  return [...changes.values()]
}

import { run } from '../../../shared-types/src/store/statement.ts'
import { markDirty } from '../projection/dirty-days.ts'
import type { Db, Store } from '../store.ts'
import type { FactTables } from './fact-tables.ts'

/** A count that is not that of the rows. */
export interface WrongCount {
  subject: string
  day: string
  kept: number
  rows: number
}

/** Days that have rows or counts, in order. */
export async function countedDays(db: Db, { rows, counts }: FactTables): Promise<string[]> {
  const found = await run<{ day: string }>(
    db,
    // The rows' days one after the other by the index: reading all of millions of rows would name sixty days.
    `with recursive days (day) as (
        select min(day) from ${rows}
        union all select (select min(day) from ${rows} where ${rows}.day > days.day) from days where day is not null)
      select day from days where day is not null union select distinct day from ${counts} order by day`,
  )
  return found.map(({ day }) => day)
}

/** The counts of a day that are not those of its rows. */
export async function wrongCounts(db: Db, { rows, counts, subject }: FactTables, day: string): Promise<WrongCount[]> {
  const found = await run<Omit<WrongCount, 'day'>>(
    db,
    `select name as subject, cast(sum(kept) as bigint) as kept, cast(sum(there) as bigint) as rows from (
        select ${subject} as name, count as kept, 0 as there from ${counts} where day = ?
        union all select subject as name, 0 as kept, count(*) as there from ${rows} where day = ? group by subject) as both_of
      group by name having sum(kept) <> sum(there) order by name`,
    [day, day],
  )
  return found.map(row => ({ ...row, day, kept: Number(row.kept), rows: Number(row.rows) }))
}

/** Makes the counts of every day anew out of its rows, a day in a transaction; answers how many were wrong. */
export async function rebuildCounts(store: Store, tables: FactTables, now: () => string): Promise<number> {
  const { rows, counts, subject } = tables
  let wrong = 0
  for (const day of await countedDays(store.db, tables))
    wrong += await store.transaction(async ({ db }) => {
      const found = await wrongCounts(db, tables, day)
      if (found.length === 0) return 0
      await run(db, `delete from ${counts} where day = ?`, [day])
      await run(
        db,
        `insert into ${counts} (${subject}, day, count) select subject, day, count(*) from ${rows} where day = ?
          group by subject, day`,
        [day],
      )
      await markDirty(db, [day], now())
      return found.length
    })
  return wrong
}

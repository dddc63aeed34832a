import { run } from '../../../shared-types/src/store/statement.ts'
import type { Db } from '../store.ts'
import type { Change } from './put-rows.ts'
import type { Row } from './rows.ts'

/** Keeps how many applications each station accepted on a day; a day without any has no row. */
export async function countChanges(db: Db, changes: readonly Change[]): Promise<void> {
  const counts = new Map<string, { station: string; day: string; count: number }>()
  const add = (row: Row | undefined, by: number) => {
    if (!row) return
    const [, station, , , day] = row.map(String)
    const key = `${station} ${day}`
    const before = counts.get(key)?.count ?? 0
    counts.set(key, { station: station!, day: day!, count: before + by })
  }
  for (const { before, after } of changes) {
    add(before, -1)
    add(after, 1)
  }
  for (const { station, day, count } of counts.values()) {
    if (count === 0) continue
    await run(
      db,
      `insert into station_days (station, day, count) values (?, ?, ?)
       on conflict (station, day) do update set count = station_days.count + excluded.count`,
      [station, day, count],
    )
    await run(db, 'delete from station_days where station = ? and day = ? and count = 0', [station, day])
  }
}

/** Counts them anew from the applications. */
export async function countAnew(db: Db): Promise<void> {
  await run(db, 'delete from station_days')
  await run(
    db,
    'insert into station_days (station, day, count) select station, day, count(*) from rule_applications group by station, day',
  )
}

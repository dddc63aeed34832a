import { list, run } from '../../../shared-types/src/store/statement.ts'
import type { Db } from '../store.ts'

/** A day that got, lost or changed rows that a rule reads, and when it last did (ISO 8601). */
export interface DirtyDay {
  day: string
  since: string
}

/** Days of one statement. */
const MANY = 300

/**
 * Notes days, YYYY-MM-DD, whose rows changed after they were over. Whoever judges decides what that means: a day that was
 * never judged needs nothing, and of one that was, the windows that contain it are judged again as well.
 */
export async function markDirty(db: Db, days: Iterable<string>, now: string): Promise<void> {
  const all = [...new Set(days)].filter(day => day !== '').sort()
  for (let i = 0; i < all.length; i += MANY) {
    const part = all.slice(i, i + MANY)
    await run(
      db,
      `insert into rule_dirty (day, since) values ${list(part.length, '(?, ?)')}
        on conflict (day) do update set since = excluded.since where rule_dirty.since < excluded.since`,
      part.flatMap(day => [day, now]),
    )
  }
}

/** The days that are noted, in order. */
export const dirtyDays = (db: Db): Promise<DirtyDay[]> =>
  run<DirtyDay>(db, 'select day, since from rule_dirty order by day')

/** Forgets days as they were read, before their rows were: one that changed again since then stays noted. */
export async function forgetDirty(db: Db, days: readonly DirtyDay[]): Promise<void> {
  for (const { day, since } of days) await run(db, 'delete from rule_dirty where day = ? and since = ?', [day, since])
}

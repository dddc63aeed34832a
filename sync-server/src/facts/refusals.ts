import { list, run } from '../../../shared-types/src/store/statement.ts'
import type { Db } from '../store.ts'

/** Milliseconds for which rows that were not taken can be looked at: they hold what somebody's file said of people. */
const KEPT = 30 * 86_400_000

/** Forgets the rows that imports of long ago did not take. */
export const forgetRefusals = (db: Db, now: string): Promise<unknown> =>
  run(db, 'delete from fact_refusals where import in (select id from fact_imports where started_at < ?)', [
    new Date(Date.parse(now) - KEPT).toISOString(),
  ])

/** Forgets the rows that these imports did not take, where nothing of what they took is left. */
export async function dropRefusals(db: Db, imports: readonly number[]): Promise<void> {
  if (imports.length === 0) return
  await run(
    db,
    `delete from fact_refusals where import in (${list(imports.length)}) and not exists (
       select 1 from fact_import_days d where d.import = fact_refusals.import and d.count > 0)`,
    [...imports],
  )
}

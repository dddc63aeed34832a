import { addDays } from '../../../shared-types/src/engine/day.ts'
import { dirtyDays, forgetDirty } from '../projection/dirty-days.ts'
import { RULES } from '../rules/all.ts'
import { parametersOn } from '../rules/parameter-store.ts'
import { reachOf } from '../rules/reach.ts'
import type { Db, Store } from '../store.ts'
import { askAgain } from './runs.ts'

/** Milliseconds for which rows may go on coming before their day is judged again. */
const SETTLE = 60_000

/** Whether days changed after they were over, and have been quiet for a while. */
export async function hasLate(db: Db, now: string): Promise<boolean> {
  const quiet = new Date(Date.parse(now) - SETTLE).toISOString()
  return (await dirtyDays(db)).some(({ since }) => since < quiet)
}

/**
 * Lets every judged day whose window contains a day with late rows be judged again. Read and forgotten in one transaction:
 * rows that come meanwhile leave their day noted.
 */
export async function takeLate({ transaction }: Pick<Store, 'transaction'>, through: string): Promise<void> {
  await transaction(async ({ db }) => {
    const days = await dirtyDays(db)
    if (!days.length) return
    for (const { id, defaults } of RULES) {
      const { parameters, units } = await parametersOn(db, id, through)
      const reaches = [parameters, ...units.values()].map(set => reachOf(id, { ...defaults, ...set }))
      if (reaches.includes(undefined)) continue
      const reach = Math.max(...reaches.map(Number))
      for (const { day } of days) await askAgain(db, id, day, addDays(day, reach))
    }
    await forgetDirty(db, days)
  })
}

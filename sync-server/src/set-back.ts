import { run } from '../../shared-types/src/store/statement.ts'
import type { Db } from './store.ts'

/** From when on the seconds are counted, and more numbers than any server gives in one. Both hold for good. */
const SINCE = Date.parse('2026-01-01T00:00:00Z')
const A_SECOND = 1000

/**
 * A database that was restored goes on behind a leap of numbers. Whoever stands within the leap saw numbers of the part
 * of the log that was lost: they start anew. Without the leap those numbers would be given again, to other events, and a
 * window that had seen them would pass those by. Where the leap ends goes by the time of the restore, so that the same
 * backup can be restored twice and what was given in between counts as lost as well.
 */
export async function setBack(db: Db, now = Date.now()): Promise<void> {
  await db.transaction().execute(async trx => {
    const { value } = await trx.selectFrom('counter').select('value').executeTakeFirstOrThrow()
    const next = Math.max(value + A_SECOND, Math.ceil((now - SINCE) / 1000) * A_SECOND)
    await trx
      .insertInto('set_backs')
      .values({ first: value + 1, last: next - 1 })
      .execute()
    await trx.updateTable('counter').set({ value: next }).execute()
  })
}

/** Whether who has seen these numbers saw more than this server still knows: it was set back below one of them. */
export async function isSetBack(db: Db, ...seqs: readonly number[]): Promise<boolean> {
  const all = [...new Set(seqs)]
  const lost = 'or exists (select 1 from set_backs where first <= ? and last >= ?)'
  const rows = await run(db, `select 1 from counter where value < ? ${all.map(() => lost).join(' ')}`, [
    Math.max(...all),
    ...all.flatMap(seq => [seq, seq]),
  ])
  return rows.length > 0
}

/** Whether a number was given in a part of the log that a restore has lost. */
export async function isLost(db: Db, seq: number): Promise<boolean> {
  const rows = await run(db, 'select 1 from set_backs where first <= ? and last >= ?', [seq, seq])
  return rows.length > 0
}

import type { Db } from './store.ts'

/** Far more numbers than a server gives between two backups, and few enough for a thousand restores. */
const LEAP = 1_000_000_000

/**
 * A database that was restored goes on behind a leap of numbers. Whoever stands within the leap saw numbers of the part
 * of the log that was lost: they start anew. Without the leap those numbers would be given again, to other events, and a
 * window that had seen them would pass those by.
 */
export async function setBack(db: Db): Promise<void> {
  await db.transaction().execute(async trx => {
    const { value } = await trx.selectFrom('counter').select('value').executeTakeFirstOrThrow()
    await trx
      .insertInto('set_backs')
      .values({ first: value + 1, last: value + LEAP })
      .execute()
    await trx
      .updateTable('counter')
      .set({ value: value + LEAP })
      .execute()
  })
}

/** Whether a number was given in a part of the log that a restore has lost. */
export async function isLost(db: Db, seq: number): Promise<boolean> {
  const row = await db
    .selectFrom('set_backs')
    .select('first')
    .where('first', '<=', seq)
    .where('last', '>=', seq)
    .executeTakeFirst()
  return row !== undefined
}

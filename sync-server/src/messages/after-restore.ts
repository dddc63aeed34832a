import { clockOf, DEFAULT_ZONE, dayOf } from '../../../shared-types/src/engine/day.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import { getSetting } from '../settings.ts'
import type { Db } from '../store.ts'
import { messageRules } from './message-rules.ts'

/**
 * A database that was set back knows nothing of what was sent since: what waits in it is left to a person, and where the
 * day's reminders may have gone out, they count as sent.
 */
export async function holdMessages(db: Db, now: string): Promise<void> {
  await db.transaction().execute(async trx => {
    await run(
      trx,
      `update messages set state = 'uncertain', why = 'restored', settled_at = ? where state in ('waiting', 'sending')`,
      [now],
    )
    const deployment = await getSetting(trx, 'deployment')
    const zone = deployment?.kind === 'deployment' ? deployment.value.zone : DEFAULT_ZONE
    const { dailyAt } = await messageRules(trx)
    if (clockOf(now, zone) < dailyAt) return
    await run(trx, 'insert into message_days (day, at) values (?, ?) on conflict do nothing', [dayOf(now, zone), now])
  })
}

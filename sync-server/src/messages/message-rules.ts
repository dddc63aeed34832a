import { clockOf } from '../../../shared-types/src/engine/day.ts'
import type { MessageRules } from '../../../shared-types/src/protocol-messages.ts'
import type { Db, Turn } from '../store.ts'

/** Nobody is woken by what can wait until after breakfast. */
const DEFAULT_RULES: MessageRules = { quietFrom: '21:00', quietTo: '08:00', dailyAt: '09:00' }

/** When messages may go out, as an administrator put it. */
export async function messageRules(db: Db): Promise<MessageRules> {
  const row = await db.selectFrom('message_rules').selectAll().executeTakeFirst()
  return row ? { quietFrom: row.quiet_from, quietTo: row.quiet_to, dailyAt: row.daily_at } : DEFAULT_RULES
}

export async function putMessageRules({ db }: Turn, { quietFrom, quietTo, dailyAt }: MessageRules): Promise<void> {
  const row = { quiet_from: quietFrom, quiet_to: quietTo, daily_at: dailyAt }
  await db
    .insertInto('message_rules')
    .values({ one: 1, ...row })
    .onConflict(on => on.column('one').doUpdateSet(row))
    .execute()
}

/** Whether a time of day, HH:MM, lies in the quiet hours: from the first minute, not the last. Equal ends are none. */
export const isQuietAt = ({ quietFrom, quietTo }: MessageRules, clock: string): boolean =>
  quietFrom <= quietTo ? quietFrom <= clock && clock < quietTo : quietFrom <= clock || clock < quietTo

/** Whether it is quiet at an instant (ISO 8601), by the clock of the deployment's zone. */
export const isQuiet = (rules: MessageRules, now: string, zone: string): boolean => isQuietAt(rules, clockOf(now, zone))

import { CalendarError } from '../../../shared-types/src/engine/calendar.ts'
import type { Directory } from '../directory.ts'
import { queueMessage } from '../messages/queue.ts'
import type { Turn } from '../store.ts'
import type { Claim } from './runs.ts'

/**
 * Tells the administrators of the whole deployment that a day could not be judged: once for each day, however many rules
 * and tries there are, and of a year without a calendar once for the year.
 */
export async function tellFailure(
  turn: Pick<Turn, 'db'>,
  { people, units }: Pick<Directory, 'people' | 'units'>,
  { day }: Pick<Claim, 'day'>,
  { error, now }: { error: unknown; now: string },
): Promise<void> {
  const top = new Set(units.filter(({ parent }) => parent === undefined).map(({ id }) => id))
  for (const { id, ended, posts } of people.values()) {
    if (ended || !posts.some(({ role, unit }) => role === 'administrator' && top.has(unit))) continue
    const to = { person: id }
    if (error instanceof CalendarError) {
      const { year } = error
      const key = `calendar-missing|${id}|${year}`
      await queueMessage(turn, { key, to, template: 'calendar-missing', holes: { year }, at: now })
    } else
      await queueMessage(turn, {
        key: `rules-failed|${id}|${day}`,
        to,
        template: 'rules-failed',
        holes: { day },
        at: now,
      })
  }
}

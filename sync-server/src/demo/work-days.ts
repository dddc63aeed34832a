import { CalendarError, isWorkday, makeCalendar } from '../../../shared-types/src/engine/calendar.ts'
import { addDays, weekdayOf } from '../../../shared-types/src/engine/day.ts'

/** Local time of Asia/Shanghai, which has no summer time. */
const OFFSET_MS = 8 * 3_600_000

/**
 * The working days from one day to another, both included. Where the national calendar has not been published yet,
 * Monday to Friday: the demo must start in any year, and nothing is decided by these days.
 */
export function workDays(from: string, to: string): string[] {
  const calendar = makeCalendar()
  const works = (day: string) => {
    try {
      return isWorkday(calendar, day)
    } catch (error) {
      if (!(error instanceof CalendarError)) throw error
      return weekdayOf(day) % 6 !== 0
    }
  }
  const days: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) if (works(day)) days.push(day)
  return days
}

/** The instant of a minute of the local day, ISO 8601 in UTC. */
export const instantAt = (day: string, minute: number, ms = 0): string =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) + minute * 60_000 + ms - OFFSET_MS).toISOString()

const MORNING = { from: 8 * 60 + 36, to: 11 * 60 + 44 }
const AFTERNOON = { from: 13 * 60 + 36, to: 16 * 60 + 42 }

/** `count` minutes of a local day, in order, spread over the business hours with the midday break left out. */
export function businessMinutes(count: number, jitter: () => number): number[] {
  const morning = MORNING.to - MORNING.from
  const length = morning + AFTERNOON.to - AFTERNOON.from
  return Array.from({ length: count }, (_, i) => {
    const at = ((i + jitter()) * length) / count
    return at < morning ? MORNING.from + at : AFTERNOON.from + at - morning
  })
}

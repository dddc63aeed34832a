import { addWorkdays, isWorkday } from '../../../shared-types/src/engine/calendar.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import type { Rule, RuleDay } from './rule.ts'

/** Makes the median absolute deviation of normal values their standard deviation. */
const NORMAL = 1.4826

/** 办理量异常: far more acceptances on a working day than a station usually has. */
export const permitVolume: Rule = {
  id: 'permit-volume',
  defaults: { history: 60, minHistory: 20, k: 3, minExcess: 5 },
  bounds: {
    history: { min: 5, max: 250, whole: true },
    minHistory: { min: 1, max: 250, whole: true, atMost: 'history' },
    k: { min: 0, max: 20 },
    minExcess: { min: 0, max: 10000 },
  },
  byUnit: true,
  async judge(at, { history = 60, minHistory = 20, k = 3, minExcess = 5 }) {
    const { db, day, calendar } = at
    if (!isWorkday(calendar, day)) return []
    const today = await run<{ station: string; count: number; first: string }>(db, TODAY, [day])
    const days = workdaysBefore(at, history)
    const counts = await countsSince(at, days.at(-1) ?? day)
    return today.flatMap(({ station, count, first }) => {
      const own = counts.get(station)
      const h = days.filter(d => d >= first).map(d => own?.get(d) ?? 0)
      if (h.length < minHistory) return []
      const reference = median(h)
      const deviation = median(h.map(n => Math.abs(n - reference)))
      const threshold = reference + Math.max(k * NORMAL * deviation, minExcess)
      if (Number(count) <= threshold) return []
      const measure = Number(count)
      return [{ rule: 'permit-volume', subject: station, from: day, to: day, measure, reference, threshold }]
    })
  },
}

const TODAY = `
  select t.station, t.count, (select min(f.day) from station_days f where f.station = t.station) as first
  from station_days t where t.day = ?`

/** The last `count` working days before the day, the newest first. */
export function workdaysBefore({ calendar, day }: Pick<RuleDay, 'calendar' | 'day'>, count: number): string[] {
  const days: string[] = []
  for (let at = day; days.length < count; ) {
    at = addWorkdays(calendar, at, -1)
    days.push(at)
  }
  return days
}

async function countsSince({ db, day }: RuleDay, from: string): Promise<Map<string, Map<string, number>>> {
  const rows = await run<{ station: string; day: string; count: number }>(
    db,
    'select station, day, count from station_days where day >= ? and day < ?',
    [from, day],
  )
  const counts = new Map<string, Map<string, number>>()
  for (const row of rows) {
    const own = counts.get(row.station) ?? new Map<string, number>()
    counts.set(row.station, own)
    own.set(row.day, Number(row.count))
  }
  return counts
}

/** The middle value; the mean of the two middle ones of an even number. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

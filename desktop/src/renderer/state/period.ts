import { addDays, addMonths, weekdayOf } from '../../../../shared-types/src/engine/day.ts'

/** Days from and to, both included. */
export interface Period {
  from: string
  to: string
}

export const PERIODS = ['today', 'week', 'month', 'lastMonth', 'quarter', 'year'] as const
export type PeriodName = (typeof PERIODS)[number]

/** A named period around a day: weeks begin on Monday, and what runs ends today. */
export function periodOf(name: PeriodName, today: string): Period {
  const month = `${today.slice(0, 7)}-01`
  switch (name) {
    case 'today':
      return { from: today, to: today }
    case 'week':
      return { from: addDays(today, -((weekdayOf(today) + 6) % 7)), to: today }
    case 'month':
      return { from: month, to: today }
    case 'lastMonth':
      return { from: addMonths(month, -1), to: addDays(month, -1) }
    case 'quarter':
      return { from: addMonths(month, -((Number(today.slice(5, 7)) - 1) % 3)), to: today }
    case 'year':
      return { from: `${today.slice(0, 4)}-01-01`, to: today }
  }
}

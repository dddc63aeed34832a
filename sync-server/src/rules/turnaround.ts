import { addWorkdays, isWorkday } from '../../../shared-types/src/engine/calendar.ts'
import { addDays } from '../../../shared-types/src/engine/day.ts'
import { list, run } from '../../../shared-types/src/store/statement.ts'
import type { Rule, RuleDay } from './rule.ts'

/** 工作质量考核: an application that is neither issued nor rejected in time. */
export const turnaround: Rule = {
  id: 'turnaround',
  defaults: { maxWorkingDays: 3 },
  bounds: {
    maxWorkingDays: { min: 0, max: 120, whole: true },
  },
  byUnit: true,
  async judge(at, { maxWorkingDays = 3 }) {
    const { db, day } = at
    const days = daysDueOn(at, maxWorkingDays + 1)
    if (!days.length) return []
    const late = await run<{ id: string; day: string }>(db, lateOf(days.length), [...days, day, day])
    return late.map(({ id, day: from }) => ({
      rule: 'turnaround',
      subject: id,
      from,
      to: day,
      measure: maxWorkingDays + 1,
      threshold: maxWorkingDays,
    }))
  },
}

/** The days whose n-th working day after is this one: a working day, and the days without work before it. */
export function daysDueOn({ calendar, day }: Pick<RuleDay, 'calendar' | 'day'>, n: number): string[] {
  if (!isWorkday(calendar, day)) return []
  const days: string[] = []
  for (let at = addWorkdays(calendar, day, -n); addWorkdays(calendar, at, n) === day; at = addDays(at, 1)) days.push(at)
  return days
}

const lateOf = (days: number) => `
  select id, day from rule_applications where day in (${list(days)})
    and not (issued <> '' and issued < ?) and not (decision = 'rejected' and decided <= ?)`

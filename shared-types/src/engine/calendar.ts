import published from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { addDays, dayAt, dayNumber, isDay, weekdayOf } from './day.ts'

/** Days that differ from the published calendar, as an administrator keeps them or a data set brings them. */
export interface CalendarOverrides {
  readonly holidays: readonly string[]
  /** Weekend days on which work is done (调休). */
  readonly workdays: readonly string[]
}

/**
 * Working days of China. Years are covered by the published notices of the State Council (npm package `chinese-days`) or
 * by the overrides: a year for which an override names a holiday counts as covered, so they are entered a whole year at a time.
 */
export interface Calendar {
  /** For each covered year the number of working days from 1 January before the n-th day of the year, and one more for all. */
  readonly sums: ReadonlyMap<number, readonly number[]>
}

/** A day lies in a year for which nobody has said which days are holidays. An administrator adds them. */
export class CalendarError extends Error {
  override readonly name = 'CalendarError'
  readonly year: number

  constructor(year: number) {
    super(`no holiday calendar covers ${year}: add its holidays and working weekends to the calendar`)
    this.year = year
  }
}

/** Builds the calendar; overrides win over the published days. Throws a RangeError for an override that is no day. */
export function makeCalendar(overrides: CalendarOverrides = { holidays: [], workdays: [] }): Calendar {
  const special = new Map<string, boolean>()
  for (const day of Object.keys(published.holidays)) special.set(day, false)
  for (const day of Object.keys(published.workdays)) special.set(day, true)
  for (const day of overrides.holidays) special.set(day, false)
  for (const day of overrides.workdays) special.set(day, true)
  const wrong = [...special.keys()].find(day => !isDay(day))
  if (wrong !== undefined) throw new RangeError(`the calendar names ${wrong}, which is no day`)

  const years = new Set([...special].filter(([, works]) => !works).map(([day]) => yearOf(day)))
  return { sums: new Map([...years].map(year => [year, yearSums(year, special)])) }
}

/**
 * The calendar of a data set that names its own days, and knows nothing of the published ones: Monday to Friday are
 * working days unless it says otherwise. From the first year to the last. Throws a RangeError for what is no day.
 */
export function makeOwnCalendar({ holidays, workdays }: CalendarOverrides, first: number, last: number): Calendar {
  const wrong = [...holidays, ...workdays].find(day => !isDay(day))
  if (wrong !== undefined) throw new RangeError(`the calendar names ${wrong}, which is no day`)
  const special = new Map([...holidays.map(day => [day, false] as const), ...workdays.map(day => [day, true] as const)])
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i)
  return { sums: new Map(years.map(year => [year, yearSums(year, special)])) }
}

/** Whether work is done on a day. Throws a CalendarError for a year that is not covered. */
export function isWorkday(calendar: Calendar, day: string): boolean {
  const sums = sumsOf(calendar, yearOf(day))
  const place = placeOf(day)
  return sums[place + 1]! > sums[place]!
}

/**
 * The n-th working day after a day, which itself does not count: 1 is the next working day, −1 the last before it, 0 the
 * day itself. Throws a CalendarError when the way there crosses a year that is not covered.
 */
export function addWorkdays(calendar: Calendar, day: string, n: number): string {
  if (!Number.isInteger(n)) throw new RangeError(`not a number of working days: ${n}`)
  if (n === 0) return day
  // Both directions ask for the k-th working day of a year, counted from 1.
  let year = yearOf(day)
  let k = n > 0 ? countUpTo(calendar, day) + n : countBefore(calendar, day) + n + 1
  while (k > total(calendar, year)) k -= total(calendar, year++)
  while (k < 1) k += total(calendar, --year)
  return addDays(`${String(year).padStart(4, '0')}-01-01`, firstReaching(sumsOf(calendar, year), k))
}

/**
 * Working days after `from` up to and including `to`; negative when `to` lies before. So it is n for
 * `addWorkdays(from, n)`. A year costs one addition. Throws a CalendarError when a year between is not covered.
 */
export function workdaysBetween(calendar: Calendar, from: string, to: string): number {
  if (to < from) return 0 - workdaysBetween(calendar, to, from)
  let sum = countUpTo(calendar, to) - countUpTo(calendar, from)
  for (let year = yearOf(from); year < yearOf(to); year++) sum += total(calendar, year)
  return sum
}

/** The years that the calendar covers, in order: the administrator's page shows where it ends. */
export function coveredYears(calendar: Calendar): number[] {
  return [...calendar.sums.keys()].sort((a, b) => a - b)
}

function yearSums(year: number, special: ReadonlyMap<string, boolean>): number[] {
  const first = dayNumber(`${String(year).padStart(4, '0')}-01-01`)
  const sums = [0]
  for (let number = first; ; number++) {
    const day = dayAt(number)
    if (yearOf(day) !== year) return sums
    const works = special.get(day) ?? (weekdayOf(day) !== 0 && weekdayOf(day) !== 6)
    sums.push(sums.at(-1)! + (works ? 1 : 0))
  }
}

/** The place in the year, from 0, of the k-th working day (k from 1 to the year's total). */
function firstReaching(sums: readonly number[], k: number): number {
  let low = 0
  let high = sums.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (sums[middle]! >= k) high = middle
    else low = middle + 1
  }
  return low - 1
}

/** Working days of the day's year before it. */
const countBefore = (calendar: Calendar, day: string) => sumsOf(calendar, yearOf(day))[placeOf(day)]!

/** Working days of the day's year up to and including it. */
const countUpTo = (calendar: Calendar, day: string) => sumsOf(calendar, yearOf(day))[placeOf(day) + 1]!

const total = (calendar: Calendar, year: number) => sumsOf(calendar, year).at(-1)!

function sumsOf(calendar: Calendar, year: number): readonly number[] {
  const sums = calendar.sums.get(year)
  if (!sums) throw new CalendarError(year)
  return sums
}

const yearOf = (day: string) => Number(day.slice(0, 4))

const placeOf = (day: string) => dayNumber(day) - dayNumber(`${day.slice(0, 4)}-01-01`)

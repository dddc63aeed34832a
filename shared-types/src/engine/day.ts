/**
 * Calendar days as `YYYY-MM-DD` and their arithmetic, by the proleptic Gregorian calendar and without a time zone.
 * Only `dayOf` and `clockOf` know zones. Every function throws a RangeError for what is not a day: the doors check
 * with `isDay` first.
 */

export const DEFAULT_ZONE = 'Asia/Shanghai'

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

interface DayParts {
  year: number
  month: number
  day: number
}

/** Whether a text is a real day of the years 0001 to 9999 in the form YYYY-MM-DD. */
export function isDay(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return false
  const { year, month, day } = split(value)
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= monthLength(year, month)
}

/** Days of a month, 1 to 12. */
export function monthLength(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && leap ? 29 : MONTH_LENGTHS[month - 1]!
}

/** The day that lies `days` (may be negative) after `day`. */
export function addDays(day: string, days: number): string {
  return dayAt(dayNumber(day) + days)
}

/** The same day of another month; the last day of that month when it is shorter (31 January + 1 = 28 or 29 February). */
export function addMonths(day: string, months: number): string {
  if (!Number.isInteger(months)) throw new RangeError(`not a number of months: ${months}`)
  const from = partsOf(day)
  const count = from.year * 12 + from.month - 1 + months
  const year = Math.floor(count / 12)
  const month = count - year * 12 + 1
  return join({ year, month, day: Math.min(from.day, monthLength(year, month)) })
}

/** The same day of another year; 29 February becomes 28 February where there is none. */
export function addYears(day: string, years: number): string {
  return addMonths(day, years * 12)
}

/** Days from one day to another: 1 from today to tomorrow, negative backwards. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

/**
 * Whole months from one day to another: the greatest n with `addMonths(from, n) <= to`, so that 31 January to
 * 28 February is one month. Negative backwards.
 */
export function monthsBetween(from: string, to: string): number {
  if (to < from) return 0 - monthsBetween(to, from)
  const a = partsOf(from)
  const b = partsOf(to)
  const months = (b.year - a.year) * 12 + b.month - a.month
  return addMonths(from, months) <= to ? months : months - 1
}

/** 0 for Sunday to 6 for Saturday. */
export function weekdayOf(day: string): number {
  return (((dayNumber(day) + 4) % 7) + 7) % 7
}

/** Days since 1970-01-01 (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil). */
export function dayNumber(day: string): number {
  const { year: y, month, day: d } = partsOf(day)
  const year = month <= 2 ? y - 1 : y
  const era = Math.floor(year / 400)
  const ofEra = year - era * 400
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + d - 1
  return era * 146097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719468
}

/** The day of a number of days since 1970-01-01 (the same source, civil_from_days). */
export function dayAt(number: number): string {
  if (!Number.isInteger(number)) throw new RangeError(`not a number of days: ${number}`)
  const shifted = number + 719468
  const era = Math.floor(shifted / 146097)
  const ofEra = shifted - era * 146097
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365,
  )
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100))
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153)
  const day = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
  return join({ year: era * 400 + year + (month <= 2 ? 1 : 0), month, day })
}

/** The day in a time zone (IANA name) on which an instant (ISO 8601) falls. Throws a RangeError for neither. */
export function dayOf(instant: string, zone: string): string {
  const [month, day, year] = zoned(instant, zone).slice(0, 10).split('/')
  return `${year}-${month}-${day}`
}

/** The time of day, HH:MM, of an instant (ISO 8601) in a time zone. Throws a RangeError for neither. */
export function clockOf(instant: string, zone: string): string {
  return zoned(instant, zone).slice(-5)
}

/** Whether a text is an instant in ISO 8601 and UTC, as events carry it: 2026-11-22T03:04:05.678Z. */
export function isInstant(value: unknown): value is string {
  if (typeof value !== 'string') return false
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?Z$/.exec(value)
  return match !== null && isDay(match[1]) && Number(match[2]) < 24 && Number(match[3]) < 60 && Number(match[4]) < 60
}

// A memo of a pure function, a few entries for a process: building a formatter takes a thousand times what using it does.
const formatters = new Map<string, Intl.DateTimeFormat>()

/** `11/22/2026, 09:05`: formatting whole takes a fifth of the time of formatting to parts. */
function zoned(instant: string, zone: string): string {
  const formatter = formatters.get(zone) ?? formatterOf(zone)
  const at = Date.parse(instant)
  if (Number.isNaN(at)) throw new RangeError(`not an instant: ${instant}`)
  return formatter.format(at)
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  formatters.set(zone, made)
  return made
}

function partsOf(day: string): DayParts {
  if (!isDay(day)) throw new RangeError(`not a day: ${day}`)
  return split(day)
}

function split(day: string): DayParts {
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)) }
}

function join({ year, month, day }: DayParts): string {
  if (!(year >= 1 && year <= 9999)) throw new RangeError(`no day of the years 1 to 9999: year ${year}`)
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

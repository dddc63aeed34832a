import { DEFAULT_ZONE, dayNumber, isDay } from '../../../shared-types/src/engine/day.ts'
import type { Read } from './rows.ts'

/** Day and time of an instant on the deployment's clock: `YYYY-MM-DD`, `HH:MM:SS`. */
export interface Moment {
  day: string
  time: string
}

export const text: Read<string> = value => value
export const some: Read<string> = value => (value.trim() === '' ? undefined : value)
export const day: Read<string> = value => (isDay(value) ? value : undefined)
export const dayOrNone: Read<string> = value => (value === '' || isDay(value) ? value : undefined)
export const clock: Read<string> = value => (/^([01]\d|2[0-3]):[0-5]\d$/.test(value) ? value : undefined)
export const countOrNone: Read<number | 'none'> = value =>
  value === '' ? 'none' : /^\d{1,9}$/.test(value) ? Number(value) : undefined

export const oneOf =
  <const T extends string>(...words: T[]): Read<T> =>
  value =>
    words.find(word => word === value)

const INSTANT = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d+)?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

/** An instant of ISO 8601 with an offset, on the clock of a zone. */
export function instant(zone: string = DEFAULT_ZONE): Read<Moment> {
  const offsetIn = offsets(zone)
  return value => {
    const [, at] = INSTANT.exec(value) ?? []
    if (at === undefined || !isDay(at)) return undefined
    const ms = Date.parse(value)
    if (Number.isNaN(ms)) return undefined
    const local = new Date(ms + offsetIn(ms)).toISOString()
    return { day: local.slice(0, 10), time: local.slice(11, 19) }
  }
}

/** The same, or nothing. */
export function instantOrNone(zone?: string): Read<Moment | 'none'> {
  const read = instant(zone)
  return value => (value === '' ? 'none' : read(value))
}

/** How far a zone's clock is ahead of UTC, in ms; asked of the system once an hour of the data, which is slow. */
function offsets(zone: string): (ms: number) => number {
  const known = new Map<number, number>()
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
    hourCycle: 'h23',
  })
  return ms => {
    const hour = Math.floor(ms / 3_600_000)
    const found = known.get(hour)
    if (found !== undefined) return found
    const parts = Object.fromEntries(format.formatToParts(hour * 3_600_000).map(({ type, value }) => [type, value]))
    const { year, month, day: date, hour: h, minute } = parts as Record<string, string>
    const local = dayNumber(`${year}-${month}-${date}`) * 86_400_000 + (Number(h) * 60 + Number(minute)) * 60_000
    const utc = dayNumber(new Date(hour * 3_600_000).toISOString().slice(0, 10)) * 86_400_000 + (hour % 24) * 3_600_000
    const offset = local - utc
    known.set(hour, offset)
    return offset
  }
}

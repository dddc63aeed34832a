import { isDay } from '../../../shared-types/src/engine/day.ts'
import { halfWidth } from '../../../shared-types/src/engine/half-width.ts'
import type { Cell } from '../../../shared-types/src/engine/read-cell.ts'
import { daySerial, readDay } from '../../../shared-types/src/engine/read-day.ts'
import { instant, type Moment } from '../backtest/values.ts'

const DAY_SECONDS = 86_400
const PLAIN = /^(\d{4}-\d\d-\d\d)[ T]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)$/

/**
 * Day and time of the deployment's clock that a cell says: a time with an offset is taken to it, any other is meant by it.
 * `2026-01-17 09:38:35`, `2026/1/17 9:38`, `2026年1月17日 9时38分`, 20260117093835, ISO 8601, a spreadsheet's date and
 * its number; a day alone is its first second. Undefined for everything else.
 */
export function momentReader(zone: string): (cell: Cell) => Moment | undefined {
  // Made when the first cell asks for it: a zone's clock takes longer to make than thousands of cells to read.
  let withOffset: ReturnType<typeof instant> | undefined
  const known = { text: '', day: false }
  return cell => {
    // As nearly every file has it; rows of a day stand together.
    const plain = typeof cell === 'string' ? PLAIN.exec(cell) : null
    if (plain) {
      const [, day, time] = plain as unknown as [string, string, string]
      if (known.text !== day) Object.assign(known, { text: day, day: isDay(day) })
      return known.day ? { day, time } : undefined
    }
    if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? undefined : ofClock(cell)
    if (typeof cell === 'number') return cell < 1e13 ? ofSerial(cell) : ofText(String(cell))
    if (typeof cell !== 'string') return undefined
    const text = halfWidth(cell).trim()
    withOffset ??= instant(zone)
    return withOffset(text) ?? ofText(text)
  }
}

/** A library means a cell's day and time by those of UTC, off by parts of a second. */
function ofClock(date: Date): Moment | undefined {
  const text = new Date(Math.round(date.getTime() / 1000) * 1000).toISOString()
  return isDay(text.slice(0, 10)) ? { day: text.slice(0, 10), time: text.slice(11, 19) } : undefined
}

function ofSerial(serial: number): Moment | undefined {
  const seconds = Math.round(serial * DAY_SECONDS)
  const day = daySerial(Math.floor(seconds / DAY_SECONDS))
  return day === undefined ? undefined : { day, time: clockAt(seconds % DAY_SECONDS) }
}

const TIME = /(?:T|\s*)(\d{1,2})\s*[:时](?:\s*(\d{1,2})(?:\s*[:分](?:\s*(\d{1,2})(?:\.\d+)?\s*秒?)?)?)?$/

function ofText(text: string): Moment | undefined {
  const packed = /^(\d{8})(\d\d)(\d\d)(\d\d)$/.exec(text)
  if (packed) return joined(packed[1]!, packed.slice(2))
  // A day that ends in a figure must be set apart from the hour behind it.
  const parts = /^(.*?(?:日|\d(?=[T\s])))((?:T|\s+).*|\d.*)$/.exec(text)
  const time = parts && TIME.exec(parts[2]!)
  return time ? joined(parts[1]!, time.slice(1)) : joined(text, [])
}

function joined(date: string, [hour = '0', minute = '0', second = '0']: readonly (string | undefined)[]) {
  const day = readDay(date)
  const [h, m, s] = [Number(hour), Number(minute), Number(second)]
  if (day === undefined || h > 23 || m > 59 || s > 59) return undefined
  return { day, time: clockAt(h * 3600 + m * 60 + s) }
}

function clockAt(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

import { dayAt, isDay } from './day.ts'
import { halfWidth } from './half-width.ts'

/** 1899-12-30 and 9999-12-31 as serials of Excel's 1900 date system. */
const EPOCH = -25569
const LAST_SERIAL = 2958465

/**
 * The day that a person wrote: 2026-1-5, 2026/1/5, 2026.01.05, 2026年1月5日 or 20260105, also full-width and with a time
 * behind it, which is dropped. Undefined for everything else, also for days that do not exist and for 1/5/2026, which
 * could be two days.
 */
export function readDay(text: string): string | undefined {
  const plain = halfWidth(text)
    .trim()
    .replace(/(?:T|\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$/, '')
  const match =
    /^(\d{4})(\d{2})(\d{2})$/.exec(plain) ??
    /^(\d{4})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})$/.exec(plain) ??
    /^(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日?$/.exec(plain)
  if (!match) return undefined
  const [year, month, day] = match.slice(1).filter(part => /^\d+$/.test(part))
  const written = `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
  return isDay(written) ? written : undefined
}

/**
 * The day of a spreadsheet's number: a serial of the 1900 date system, whose 29 February 1900 never was, or eight digits
 * 20260105. Fractions are times and dropped. Undefined when it is neither.
 */
export function daySerial(serial: number): string | undefined {
  const whole = Math.floor(serial)
  if (whole >= 10000101) return readDay(String(whole))
  if (!(whole >= 1 && whole <= LAST_SERIAL) || whole === 60) return undefined
  return dayAt(EPOCH + whole + (whole < 60 ? 1 : 0))
}

/** The day of a spreadsheet library's Date: such libraries mean the day that it has in UTC. */
export function dayOfDate(date: Date): string | undefined {
  if (Number.isNaN(date.getTime())) return undefined
  const day = date.toISOString().slice(0, 10)
  return isDay(day) ? day : undefined
}

import type { Language } from '../model/domain.ts'
import { clockOf, dayOf, isDay, isInstant } from './day.ts'

/** A day as a person reads it: 2026年11月22日, in English ISO 8601. What is no day stays as it is. */
export function dayText(day: string, language: Language): string {
  if (!isDay(day) || language === 'en') return day
  return `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`
}

/** An instant as day and time of a zone (IANA name). What is no instant stays as it is. */
export function instantText(instant: string, language: Language, zone: string): string {
  if (!isInstant(instant)) return instant
  return `${dayText(dayOf(instant, zone), language)} ${clockOf(instant, zone)}`
}

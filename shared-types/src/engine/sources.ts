import type { Case, CaseEvent } from '../model/case.ts'
import type { SimpleValue } from '../model/field.ts'
import type { Source } from '../model/record.ts'
import { addDays, addMonths, addYears } from './day.ts'
import { read } from './evaluate.ts'

/** Where sources draw from: the case after the patch so far, and who acts when. */
export interface Origin {
  after: Case
  event: Pick<CaseEvent, 'at' | 'by'>
  today: string
  /** Known at the window only. */
  terminal?: { ip: string; mac: string; device: string }
  draw?: (series: string) => string
}

/** The value of a source; undefined when it has none here, or when only the window knows it. */
export function sourceValue(source: Source, from: Origin): SimpleValue | readonly string[] | undefined {
  if ('value' in source) return source.value
  if ('files' in source) return listed(read(from.after, source.files))
  if ('field' in source) return simple(read(from.after, source.field))
  if ('now' in source) return source.now === 'date' ? from.today : from.event.at
  if ('user' in source) return from.event.by[source.user]
  if ('terminal' in source) return from.terminal?.[source.terminal]
  if ('number' in source) return from.draw?.(source.number)
  if ('case' in source) return from.after.id
  if ('plus' in source) {
    const number = sourceValue(source.to, from)
    return typeof number === 'number' ? number + source.plus : undefined
  }
  const base = sourceValue(source.later, from)
  if (typeof base !== 'string') return undefined
  return addDays(addMonths(addYears(base, source.years ?? 0), source.months ?? 0), source.days ?? 0)
}

/** Whether anyone can recompute the source; a number and a terminal are known to the window alone. */
export function isOpen(source: Source): boolean {
  if ('later' in source) return isOpen(source.later)
  if ('plus' in source) return isOpen(source.to)
  return !('terminal' in source) && !('number' in source)
}

const listed = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) && value.every(v => typeof v === 'string') ? value : undefined

/** The value as it can be passed on; of a list with one entry, such as a field with one file, that entry. */
function simple(value: unknown): SimpleValue | undefined {
  if (Array.isArray(value)) return value.length === 1 && typeof value[0] === 'string' ? value[0] : undefined
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined
}

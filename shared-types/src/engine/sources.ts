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
export function sourceValue(source: Source, from: Origin): SimpleValue | undefined {
  if ('value' in source) return source.value
  if ('field' in source) return simple(read(from.after, source.field))
  if ('now' in source) return source.now === 'date' ? from.today : from.event.at
  if ('user' in source) return from.event.by[source.user]
  if ('terminal' in source) return from.terminal?.[source.terminal]
  if ('number' in source) return from.draw?.(source.number)
  if ('case' in source) return from.after.id
  const base = sourceValue(source.later, from)
  if (typeof base !== 'string') return undefined
  return addDays(addMonths(addYears(base, source.years ?? 0), source.months ?? 0), source.days ?? 0)
}

/** Whether anyone can recompute the source; a number and a terminal are known to the window alone. */
export function isOpen(source: Source): boolean {
  if ('later' in source) return isOpen(source.later)
  return !('terminal' in source) && !('number' in source)
}

const simple = (value: unknown): SimpleValue | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined

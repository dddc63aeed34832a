import type { Condition } from '../model/condition.ts'
import type { Kind } from '../model/domain.ts'
import type { Need } from './need.ts'
import { isMasked } from './show.ts'

/** What a record type tells apps names fields of its own: keys that find it, days, files; and looks at the case alone. */
export function checkOpen({ record, name: at }: Kind, need: Need): void {
  const { open, fields, keys = [], card } = record
  if (!open) return
  const where = `${at} open`
  need(looksAtItself(open.where), where, 'a condition on the case alone')
  if (open.person || open.cardImages) {
    const number = card?.number
    need(number !== undefined && keys.includes(number), where, 'a key with the number of the card')
  }
  if (open.cardImages) need(fields[open.cardImages]?.kind === 'files', where, `files field ${open.cardImages}`)
  if (!open.state) return
  const number = fields[open.state.number]
  need(number && !isMasked(number) && keys.includes(open.state.number), where, `key ${open.state.number}`)
  for (const day of open.state.days) need(fields[day]?.kind === 'date', where, `date field ${day}`)
}

function looksAtItself(c: Condition): boolean {
  if ('all' in c) return c.all.every(looksAtItself)
  if ('any' in c) return c.any.every(looksAtItself)
  if ('not' in c) return looksAtItself(c.not)
  return !('some' in c || 'entitled' in c)
}

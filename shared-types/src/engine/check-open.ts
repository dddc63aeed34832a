import type { Condition } from '../model/condition.ts'
import type { Kind } from '../model/domain.ts'
import type { Field } from '../model/field.ts'
import type { Open } from '../model/open.ts'
import type { Need } from './need.ts'
import { isMasked } from './show.ts'

/** What a record type tells apps names fields of its own: keys that find it, days, files; and looks at the case alone. */
export function checkOpen(kind: Kind, need: Need): void {
  const { record, name: at } = kind
  const { open, fields, keys = [], card } = record
  if (!open) return
  const where = `${at} open`
  need(looksAtItself(open.where), where, 'a condition on the case alone')
  if (open.person || open.cardImages) {
    const number = card?.number
    need(number !== undefined && keys.includes(number), where, 'a key with the number of the card')
  }
  if (open.cardImages) need(fields[open.cardImages]?.kind === 'files', where, `files field ${open.cardImages}`)
  checkPapers(where, open.papers, kind, need)
  if (!open.state) return
  const number = fields[open.state.number]
  need(number && !isMasked(number) && keys.includes(open.state.number), where, `key ${open.state.number}`)
  for (const day of open.state.days) need(fields[day]?.kind === 'date', where, `date field ${day}`)
}

function checkPapers(where: string, papers: Open['papers'], { record }: Kind, need: Need): void {
  if (!papers) return
  const is = (field: string | undefined, kind: Field['kind']) =>
    need(field === undefined || record.fields[field]?.kind === kind, where, `${kind} field ${field}`)
  is(papers.holder, 'personId')
  need(record.keys?.includes(papers.holder), where, `key ${papers.holder}`)
  is(papers.kind, 'choice')
  is(papers.pages, 'files')
  is(papers.given, 'date')
  is(papers.until, 'date')
  is(papers.trust, 'choice')
}

function looksAtItself(c: Condition): boolean {
  if ('all' in c) return c.all.every(looksAtItself)
  if ('any' in c) return c.any.every(looksAtItself)
  if ('not' in c) return looksAtItself(c.not)
  return !('some' in c || 'entitled' in c)
}

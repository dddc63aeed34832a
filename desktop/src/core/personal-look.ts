import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import { isMasked } from '../../../shared-types/src/engine/show.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Asking } from './asking.ts'
import type { Desk } from './desk.ts'

/**
 * Writes down that somebody looked a person up by their number, where the centre or this window knows the person: under
 * the newest of the records found, because the number itself stands in no line of the log.
 */
export async function noteLook(
  desk: Desk,
  who: Asking,
  found: Readonly<Record<string, readonly Case[]>>,
): Promise<void> {
  const newest = Object.values(found)
    .flat()
    .reduce<Case | undefined>((a, b) => (a && a.updatedAt >= b.updatedAt ? a : b), undefined)
  if (newest) await desk.audit(who.user, 'look', newest.id, { type: newest.type })
}

/**
 * Writes down that a form of a case was made to be looked at or saved: its holder's numbers stand in it whole. One that
 * names no masked field tells no more than the list does.
 */
export async function notePreview(desk: Desk, who: Asking, c: Case, template: string): Promise<void> {
  if (showsMasked(kindOf(desk.kinds, c.type), template))
    await desk.audit(who.user, 'preview', c.id, { type: c.type, template })
}

const showsMasked = ({ domain, record }: Kind, template: string): boolean => {
  const items = JSON.stringify(domain.templates[template]?.pages ?? [])
  return Object.entries(record.fields).some(([name, field]) => isMasked(field) && items.includes(`{${name}}`))
}

import { readable } from '../../../shared-types/src/engine/access.ts'
import { dueOf } from '../../../shared-types/src/engine/due.ts'
import { kindOf, typeFrom } from '../../../shared-types/src/engine/kinds.ts'
import type { Condition } from '../../../shared-types/src/model/condition.ts'
import type { Domain, Kind } from '../../../shared-types/src/model/domain.ts'
import type { MenuDesk } from '../api/cases.ts'
import type { Asking } from './asking.ts'
import type { Desk } from './desk.ts'

/** Cases looked at for late ones; a queue longer than this is late anyway. */
const LOOKED_AT = 500

/** What a person may read of a type, as the database takes it. */
export const rights = (kind: Kind, { user }: Asking, also?: Condition): Condition => ({
  all: [readable(kind, user.role), ...(also ? [also] : [])],
})

/** How many cases wait at a queue desk and how many of them are late; nothing for other desks. */
export async function waitingAt(
  desk: Desk,
  who: Asking,
  domain: Domain,
  name: string,
): Promise<Pick<MenuDesk, 'waiting' | 'late'>> {
  const place = domain.desks[name]
  if (place?.kind !== 'queue') return {}
  const kind = kindOf(desk.kinds, typeFrom(domain, place.record))
  const filter = { where: rights(kind, who, place.where), scope: who.scope }
  const waiting = await desk.projection.cases.count(kind, filter)
  if (!waiting || !kind.record.limits) return { waiting }
  const cases = await desk.projection.cases.find(kind, { ...filter, limit: LOOKED_AT })
  return { waiting, late: cases.filter(c => dueOf(kind, c, who.scope).limits.some(l => l.level === 'late')).length }
}

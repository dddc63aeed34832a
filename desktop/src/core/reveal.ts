import { mayEver, seesNamed } from '../../../shared-types/src/engine/access.ts'
import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { AnyValue } from '../../../shared-types/src/model/field.ts'
import type { Purpose } from '../../../shared-types/src/model/purpose.ts'
import { type Asking, caseAsked, withLinks } from './asking.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'
import { fieldText } from './wording.ts'

interface Ask {
  id: string
  field: string
  purpose: Purpose
  /** In words of one's own; needed beside `other`. */
  note: string
}

/**
 * One value of one case, whole. That it was looked at, and what for, is on disk before it is given out.
 * @throws CallRefusal where the person may not read the case, does not see the field, or may uncover nothing of the type
 */
export async function revealed(desk: Desk, who: Asking, { id, field, purpose, note }: Ask) {
  const c = await caseAsked(desk, who, id)
  const kind = kindOf(desk.kinds, c.type)
  if (!seesNamed(kind, field, who.user.role)) throw new CallRefusal('not-found', 'field.missing', { field })
  if (!mayEver(kind, 'reveal', who.user.role))
    throw new CallRefusal('forbidden', 'reveal.forbidden', { label: label(kind, who.words.language).record })
  await desk.audit(who.user, 'reveal', id, { type: c.type, field, purpose, ...(note && { note }) })
  const value: AnyValue | undefined = c.data[field] ?? undefined
  return { value, text: fieldText(kind, field, value, await withLinks(desk, who, [c]), false) }
}

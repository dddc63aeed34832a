import { may, mayEver } from '../../../shared-types/src/engine/access.ts'
import { apply } from '../../../shared-types/src/engine/fold.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import type { Asking } from './asking.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'

/** What a preview begins with: a case that the person may read, or nothing yet where they may begin one. */
export async function previewed(desk: Desk, who: Asking, kind: Kind, id: string): Promise<Case | undefined> {
  const c = (await desk.projection.cases.get([id])).get(id)
  const mayAsk = c ? c.type === kind.type && may(kind, 'read', c, who.scope) : mayEver(kind, 'create', who.user.role)
  if (!mayAsk) throw new CallRefusal('not-found', 'case.missing')
  return c
}

/** The case with values that are not saved: still at the same version. */
export function withPatch(kind: Kind, c: Case, patch: Data): Case {
  const event = {
    id: '',
    caseId: c.id,
    type: kind.type,
    act: 'edit',
    patch,
    base: 0,
    by: { id: '', post: '', role: 'clerk' as const, unit: c.unit },
    station: '',
    at: c.updatedAt,
    counter: 0,
    seen: '',
    seq: 0,
    verdict: 'waiting' as const,
    problems: [],
  }
  return { ...c, data: apply(kind, c, event).data }
}

import { apply } from '../../shared-types/src/engine/fold.ts'
import type { Case, CaseEvent } from '../../shared-types/src/model/case.ts'
import type { Kind } from '../../shared-types/src/model/domain.ts'
import { scopeFields } from './scope.ts'

/** Whether the event changed something in a case that access conditions read. Those that begin a case move nothing. */
export function movesCase(kind: Kind, before: Case | undefined, event: CaseEvent): boolean {
  if (!before) return false
  const after = apply(kind, before, { ...event, seq: 0, verdict: 'accepted', problems: [] })
  return [...scopeFields(kind)].some(field =>
    field === '$state'
      ? before.state !== after.state
      : JSON.stringify(before.data[field]) !== JSON.stringify(after.data[field]),
  )
}

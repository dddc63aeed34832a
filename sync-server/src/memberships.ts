import { apply } from '../../shared-types/src/engine/fold.ts'
import type { Case } from '../../shared-types/src/model/case.ts'
import type { Kinds } from '../../shared-types/src/model/domain.ts'
import { type EventRow, eventOf } from './event-log.ts'
import { inScope, type ReadScope } from './scope.ts'

/** Whether a case lay in the scope after each of its events. */
export function memberships(kinds: Kinds, rows: readonly EventRow[], scope: ReadScope): boolean[] {
  const kind = kinds.get(rows[0]?.type ?? '')
  if (!kind) return rows.map(() => false)
  let c: Case | undefined
  return rows.map(row => {
    c = apply(kind, c, eventOf(row))
    return inScope(scope, c)
  })
}

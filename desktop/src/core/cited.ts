import { may } from '../../../shared-types/src/engine/access.ts'
import { evidenceOf } from '../../../shared-types/src/engine/evidence.ts'
import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import { titleOf } from '../../../shared-types/src/engine/title.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { CitedRow } from '../api/cases.ts'
import type { Asking } from './asking.ts'
import type { Desk } from './desk.ts'

/**
 * For each row of evidence of a case who made it, and the title of the case that its id names. Of one that is not here and of
 * one that the person may not read nothing is said, so that neither can be told from the other.
 */
export async function citedRows(desk: Desk, { words, scope }: Asking, kind: Kind, c: Case): Promise<CitedRow[]> {
  const rows = evidenceOf(kind, c)
  if (rows.length === 0) return []
  const cases = await desk.projection.cases.get(rows.map(row => row.id).filter(Boolean))
  return rows.map(({ id, by }) => {
    const found = cases.get(id)
    const of = found && kindOf(desk.kinds, found.type)
    return {
      by: by === undefined ? '' : words.personName(by),
      ...(of && may(of, 'read', found, scope) && { id, title: titleOf(of, found, words.language) }),
    }
  })
}

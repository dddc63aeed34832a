import { may } from '../../../shared-types/src/engine/access.ts'
import type { Fact } from '../../../shared-types/src/engine/facts.ts'
import { titleOf } from '../../../shared-types/src/engine/title.ts'
import type { Kind, Kinds } from '../../../shared-types/src/model/domain.ts'
import type { FactSubject } from '../api/facts.ts'
import type { Asking } from './asking.ts'
import type { Desk } from './desk.ts'

/** Beside rows of facts the cases that they are about, as far as the person may read them: by what each row names. */
export async function withSubjects<R extends { subject: string }>(
  desk: Desk,
  { scope, words }: Asking,
  fact: Fact,
  rows: readonly R[],
): Promise<(R & FactSubject)[]> {
  const kind = countedKind(desk.kinds, fact)
  const found = new Map<string, FactSubject>()
  for (const subject of kind ? new Set(rows.map(row => row.subject)) : []) {
    const cases = await desk.projection.cases.byKeys(kind!, { [kind!.record.counted!.by]: subject })
    // A code may have been given anew after its first case ended: the one that is not over comes first.
    const [c] = cases
      .filter(one => may(kind!, 'read', one, scope))
      .sort((a, b) => Number(isOver(kind!, a.state)) - Number(isOver(kind!, b.state)))
    if (c) found.set(subject, { caseId: c.id, title: titleOf(kind!, c, words.language) })
  }
  return rows.map(row => ({ ...row, ...found.get(row.subject) }))
}

const countedKind = (kinds: Kinds, { domain, name }: Fact): Kind | undefined =>
  [...kinds.values()].find(kind => kind.domain.name === domain.name && kind.record.counted?.fact === name)

const isOver = ({ record }: Kind, state: string): boolean => record.workflow.states[state]?.final === true

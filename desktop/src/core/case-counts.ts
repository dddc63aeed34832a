import { addDays } from '../../../shared-types/src/engine/day.ts'
import { factOf, mayWithFacts } from '../../../shared-types/src/engine/facts.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { CaseCounts } from '../api/case-about.ts'
import type { Asking } from './asking.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'
import { factLabel } from './fact-words.ts'

/** Days that a page shows, today among them. */
const DAYS = 28

/**
 * How many rows in bulk are about a case on each of the last days, and when the newest was collected.
 * @throws CallRefusal for a type that has none, and for a role that reads none
 */
export async function caseCounts(desk: Desk, who: Asking, kind: Kind, c: Case): Promise<CaseCounts> {
  const { counted } = kind.record
  const fact = counted && factOf(desk.kinds, `${kind.domain.name}.${counted.fact}`)
  if (!fact) throw new CallRefusal('not-found', 'facts.noType')
  const label = factLabel(fact, who.words.language)
  if (!mayWithFacts(fact, who.user.role, 'read')) throw new CallRefusal('forbidden', 'facts.forbidden', { label })
  const { type } = fact
  const subject = String(c.data[counted!.by] ?? '')
  const until = who.scope.today
  const from = addDays(until, 1 - DAYS)
  const ask = { type, subject, post: who.user.post }
  const { days, total } = await desk.server.factCounts({ ...ask, from, until })
  const { rows } = await desk.server.factList({ ...ask, from: EVER, until, limit: 1 })
  const counts = new Map(days.map(({ day, count }) => [day, count]))
  const span = Array.from({ length: DAYS }, (_, i) => addDays(from, i))
  return {
    ...{ type, label, subject, total },
    ...(rows[0] && { newest: `${rows[0].day} ${rows[0].time}` }),
    days: span.map(day => ({ day, count: counts.get(day) ?? 0 })),
  }
}

const EVER = '1900-01-01'

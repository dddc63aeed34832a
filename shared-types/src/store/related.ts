import { evaluate, isEmpty, read, type Scope } from '../engine/evaluate.ts'
import { kindOf } from '../engine/kinds.ts'
import type { Case } from '../model/case.ts'
import type { Kind, Kinds } from '../model/domain.ts'
import type { SimpleValue } from '../model/field.ts'
import type { CaseStore } from './case-store.ts'

/** What every declared lookup of this case finds in the store, the case itself left out. A missing key finds nothing. */
export async function related(
  store: Pick<CaseStore, 'byKeys'>,
  kinds: Kinds,
  kind: Kind,
  c: Case,
  scope: Scope,
): Promise<Record<string, readonly Case[]>> {
  const found: Record<string, readonly Case[]> = {}
  for (const [name, lookup] of Object.entries(kind.record.lookups ?? {})) {
    const match: Record<string, SimpleValue> = {}
    for (const [theirs, ours] of Object.entries(lookup.match)) {
      const value = read(c, ours)
      if (!isEmpty(value) && typeof value !== 'object') match[theirs] = value as SimpleValue
    }
    const whole = Object.keys(match).length === Object.keys(lookup.match).length
    const others = whole ? await store.byKeys(kindOf(kinds, lookup.record), match) : []
    found[name] = others.filter(o => o.id !== c.id && (!lookup.where || evaluate(lookup.where, o, scope)))
  }
  return found
}

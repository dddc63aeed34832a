import { evaluate, read, type Scope } from '../engine/evaluate.ts'
import { kindOf } from '../engine/kinds.ts'
import type { Case } from '../model/case.ts'
import type { Kind, Kinds } from '../model/domain.ts'
import type { SimpleValue } from '../model/field.ts'
import type { Lookup } from '../model/record.ts'
import type { CaseStore } from './case-store.ts'
import { keyValue } from './key-value.ts'

/**
 * What the declared lookups of this case find in the store, all of them or only those named, the case itself left out. A
 * missing key finds nothing. Lookups by the same keys ask the store once.
 */
export async function related(
  store: Pick<CaseStore, 'byKeys'>,
  kinds: Kinds,
  kind: Kind,
  c: Case,
  scope: Scope,
  only?: ReadonlySet<string>,
): Promise<Record<string, readonly Case[]>> {
  const asked = new Map<string, readonly Case[]>()
  const found: Record<string, readonly Case[]> = {}
  for (const [name, lookup] of Object.entries(kind.record.lookups ?? {})) {
    if (only && !only.has(name)) continue
    const match = keysOf(c, lookup)
    const question = match && JSON.stringify([lookup.record, match])
    if (match && !asked.has(question!)) asked.set(question!, await store.byKeys(kindOf(kinds, lookup.record), match))
    const others = question ? asked.get(question)! : []
    found[name] = others.filter(o => o.id !== c.id && (!lookup.where || evaluate(lookup.where, o, scope)))
  }
  return found
}

/** The key values that a lookup asks by, undefined while the case lacks one of them. */
function keysOf(c: Case, { match }: Lookup): Record<string, SimpleValue> | undefined {
  const keys: Record<string, SimpleValue> = {}
  for (const [theirs, ours] of Object.entries(match)) {
    const value = keyValue(read(c, ours))
    if (value === undefined) return undefined
    keys[theirs] = value
  }
  return keys
}

import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kind, Kinds } from '../../../shared-types/src/model/domain.ts'
import type { SimpleValue } from '../../../shared-types/src/model/field.ts'

/** The little of a case store that deciding needs, kept in memory while a history is written. */
export interface MemoryCases {
  get(ids: readonly string[]): Promise<Map<string, Case>>
  byKeys(kind: Kind, match: Readonly<Record<string, SimpleValue>>): Promise<Case[]>
  put(c: Case): void
  one(id: string): Case
  all(): Iterable<Case>
}

export function createMemoryCases(kinds: Kinds): MemoryCases {
  const cases = new Map<string, Case>()
  const index = new Map<string, Set<string>>()
  const keyOf = (type: string, field: string, value: unknown) => JSON.stringify([type, field, value])
  const keysOf = (c: Case) =>
    (kinds.get(c.type)!.record.keys ?? []).flatMap(field =>
      c.data[field] === undefined ? [] : [keyOf(c.type, field, c.data[field])],
    )
  return {
    get: async ids => new Map(ids.flatMap(id => (cases.has(id) ? [[id, cases.get(id)!] as const] : []))),
    byKeys: async (kind, match) => {
      const { $id, ...rest } = match
      const first = Object.entries(rest)[0]
      const ids = typeof $id === 'string' ? [$id] : [...(first ? (index.get(keyOf(kind.type, ...first)) ?? []) : [])]
      const found = ids.flatMap(id => cases.get(id) ?? []).filter(c => c.type === kind.type)
      return found.filter(c => Object.entries(rest).every(([field, value]) => c.data[field] === value))
    },
    put: c => {
      const before = cases.get(c.id)
      for (const key of before ? keysOf(before) : []) index.get(key)?.delete(c.id)
      for (const key of keysOf(c)) index.set(key, (index.get(key) ?? new Set()).add(c.id))
      cases.set(c.id, c)
    },
    one: id => cases.get(id)!,
    all: () => cases.values(),
  }
}

import type { Domain, Kinds } from '../model/domain.ts'
import type { FactAct, FactType } from '../model/fact.ts'
import type { Actor } from '../model/person.ts'

/** A fact type with the domain that it belongs to; `type` is `domain.fact`. */
export interface Fact {
  type: string
  name: string
  domain: Domain
  fact: FactType
}

/** The fact type of this name among the domains; undefined where there is none. */
export function factOf(kinds: Kinds, type: string): Fact | undefined {
  return factsOf([...kinds.values()].map(kind => kind.domain)).get(type)
}

/** Every fact type of the domains, by its name. */
export function factsOf(domains: readonly Domain[]): ReadonlyMap<string, Fact> {
  const all = domains.flatMap(domain =>
    Object.entries(domain.facts ?? {}).map(([name, fact]) => ({ type: `${domain.name}.${name}`, name, domain, fact })),
  )
  return new Map(all.map(fact => [fact.type, fact]))
}

export const mayWithFacts = ({ fact }: Fact, role: Actor, act: FactAct): boolean =>
  role !== 'centre' && (fact.access[role]?.includes(act) ?? false)

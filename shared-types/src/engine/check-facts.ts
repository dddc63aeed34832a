import type { Domain } from '../model/domain.ts'
import type { FactColumn, FactType } from '../model/fact.ts'
import type { Need } from './need.ts'

/** What is wrong with the fact types of the domains: sentences, and what is named and not there by `need`. */
export function checkFacts(domain: Domain, need: Need): string[] {
  return Object.entries(domain.facts ?? {}).flatMap(([name, fact]) => {
    const at = `fact ${name}`
    const parts = [
      ['subject', 'text'],
      ['person', 'personId'],
      ['time', 'time'],
    ] as const
    for (const [part] of parts) need(fact[part] in fact.columns, at, `column ${fact[part]}`)
    return [
      ...parts.flatMap(([part, kind]) => wrongKind(fact, part, kind).map(what => `${domain.name}: ${at}: ${what}`)),
      ...Object.keys(fact.columns)
        .filter(column => !parts.some(([part]) => fact[part] === column))
        .map(column => `${domain.name}: ${at}: nothing keeps the column ${column}`),
    ]
  })
}

/** Fact types that would lie in one table, each with the table. */
export function sharedTables(domains: readonly Domain[]): string[] {
  const seen = new Map<string, string>()
  return domains.flatMap(domain =>
    Object.entries(domain.facts ?? {}).flatMap(([name, { kept }]) => {
      const other = seen.get(kept)
      seen.set(kept, `${domain.name}.${name}`)
      return other ? [`${domain.name}: fact ${name} is kept in ${kept}, as ${other} is`] : []
    }),
  )
}

function wrongKind(fact: FactType, part: 'subject' | 'person' | 'time', kind: FactColumn['kind']): string[] {
  const column = fact.columns[fact[part]]
  return column && column.kind !== kind ? [`${part} ${fact[part]} is of kind ${column.kind}, not ${kind}`] : []
}

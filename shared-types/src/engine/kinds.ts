import type { Domain, Kind, Kinds } from '../model/domain.ts'

/** Every record type of the given domains by its full name, `domain.record`. */
export function kindsOf(domains: readonly Domain[]): Kinds {
  return new Map(
    domains.flatMap(domain =>
      Object.entries(domain.records).map(([name, record]): [string, Kind] => {
        const type = `${domain.name}.${name}`
        return [type, { type, name, domain, record }]
      }),
    ),
  )
}

/** The record type of that full name. Throws when there is none: callers ask for names that they know. */
export function kindOf(kinds: Kinds, type: string): Kind {
  const kind = kinds.get(type)
  if (!kind) throw new Error(`There is no record type ${type}`)
  return kind
}

/** `record` of the same domain, or `domain.record`, as a full name. */
export const typeFrom = (domain: Domain, record: string): string =>
  record.includes('.') ? record : `${domain.name}.${record}`

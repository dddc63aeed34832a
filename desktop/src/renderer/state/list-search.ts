import type { RecordType } from '../../../../shared-types/src/model/record.ts'
import type { Query } from './use-list-query.ts'

type Filters = NonNullable<Query['filters']>

/** The conditions of a list as they stand in its address: a field and one value of it each, of a date the one day. */
export const listSearch = (values: Readonly<Record<string, string>>): string => new URLSearchParams(values).toString()

/** The conditions that an address names, of those by which the list can be filtered. */
export function filtersOf({ fields, list }: RecordType, search: string): Filters {
  const given = new URLSearchParams(search)
  const filters: Filters = {}
  for (const name of list.filters ?? []) {
    const value = given.get(name)
    if (!value) continue
    const kind = fields[name]?.kind
    if (kind === 'date' || kind === 'time') filters[name] = { from: value, to: value }
    else if (kind === 'choice' || kind === 'unit') filters[name] = [value]
    else if (kind === 'text') filters[name] = value
  }
  return filters
}

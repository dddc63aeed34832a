import type { z } from 'zod'
import { kindOf, typeFrom } from '../../../../shared-types/src/engine/kinds.ts'
import type { Case } from '../../../../shared-types/src/model/case.ts'
import type { Condition } from '../../../../shared-types/src/model/condition.ts'
import type { Kind } from '../../../../shared-types/src/model/domain.ts'
import type { Filter, Sort } from '../../../../shared-types/src/store/case-store.ts'
import type { ListAnswer, ListQuery } from '../../api.ts'
import { type Asking, readableKind, withLinks } from '../asking.ts'
import type { Desk } from '../desk.ts'
import { rights } from '../queues.ts'
import { rowOf } from '../rows.ts'
import { searchCases } from '../search.ts'

export type Listing = z.output<typeof ListQuery>

/** Cases that a search may bring up at once for a list. */
const MOST_FOUND = 2000

/** One page of a list, within the person's rights. */
export async function listed(desk: Desk, who: Asking, query: Listing): Promise<ListAnswer> {
  const kind = readableKind(desk, who, query.type)
  const filter = filterOf(desk, who, kind, query)
  const [cases, total] = await Promise.all([
    desk.projection.cases.find(kind, { ...filter, sort: sortOf(query), limit: query.limit, offset: query.offset }),
    desk.projection.cases.count(kind, filter),
  ])
  const words = await withLinks(desk, who, cases)
  return { rows: cases.map(c => rowOf(kind, c, { ...who.rows, words })), total }
}

/** Every case that a query means, page by page: for exports and printed lists. */
export async function* everyCase(desk: Desk, who: Asking, query: Listing): AsyncGenerator<Case[]> {
  const kind = readableKind(desk, who, query.type)
  const filter = filterOf(desk, who, kind, query)
  const sort = sortOf(query)
  let after: Case | undefined
  for (;;) {
    const page: Case[] = await desk.projection.cases.find(kind, {
      ...filter,
      sort,
      limit: 500,
      ...(after && { after }),
    })
    if (page.length) yield page
    if (page.length < 500) return
    after = page.at(-1)
  }
}

function filterOf(desk: Desk, who: Asking, kind: Kind, query: Listing): Filter {
  const found = query.text?.trim()
    ? searchCases(desk.projection.db, query.text, { types: [kind.type], limit: MOST_FOUND }).map(h => h.id)
    : undefined
  return {
    where: rights(kind, who, { all: conditions(desk, kind, query) }),
    scope: who.scope,
    ...(found && { among: found }),
  }
}

function conditions(desk: Desk, kind: Kind, query: Listing): Condition[] {
  const place = query.desk ? kind.domain.desks[query.desk] : undefined
  const flag = query.flag ? kind.record.flags?.[query.flag] : undefined
  const units = query.unit ? desk.directory.below(query.unit) : undefined
  return [
    ...(place?.kind === 'queue' && kindOf(desk.kinds, typeFrom(kind.domain, place.record)) === kind
      ? [place.where]
      : []),
    ...(query.states?.length ? [{ field: '$state', is: 'in' as const, to: query.states }] : []),
    ...(flag ? [flag.when] : []),
    ...(units ? [{ field: '$unit', is: 'in' as const, to: units }] : []),
    ...Object.entries(query.filters ?? {})
      .filter(([field]) => field in kind.record.fields || field.startsWith('$'))
      .map(([field, value]) => condition(field, value)),
  ]
}

function condition(field: string, value: NonNullable<Listing['filters']>[string]): Condition {
  if (Array.isArray(value)) return { field, is: 'in', to: value }
  if (typeof value !== 'object') return { field, is: 'equal', to: value }
  const { from, to } = value
  return {
    all: [
      ...(from ? [{ not: { field, is: 'less' as const, to: from } }, { not: { field, is: 'empty' as const } }] : []),
      ...(to ? [{ not: { field, is: 'more' as const, to } }, { not: { field, is: 'empty' as const } }] : []),
    ],
  }
}

const sortOf = ({ sort }: Listing): Sort =>
  sort ? { by: sort.field, descending: sort.down } : { by: '$newest', descending: true }

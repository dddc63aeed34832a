import type { Case } from '../../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../../shared-types/src/model/domain.ts'
import type { Filter } from '../../../../shared-types/src/store/case-store.ts'
import type { ListAnswer } from '../../api/cases.ts'
import { type Asking, readableKind, withLinks } from '../asking.ts'
import type { Desk } from '../desk.ts'
import { type Listing, listConditions, listSort } from '../list-conditions.ts'
import { rights } from '../queues.ts'
import { rowOf } from '../rows.ts'
import { searched } from '../searched.ts'

/** Cases that a search may bring up at once for a list. */
const MOST_FOUND = 2000

/** One page of a list, within the person's rights. */
export async function listed(desk: Desk, who: Asking, query: Listing): Promise<ListAnswer> {
  const kind = readableKind(desk, who, query.type)
  const filter = await filterOf(desk, who, kind, query)
  const [cases, total] = await Promise.all([
    desk.projection.cases.find(kind, {
      ...filter,
      sort: listSort(who, kind, query),
      limit: query.limit,
      offset: query.offset,
    }),
    desk.projection.cases.count(kind, filter),
  ])
  const words = await withLinks(desk, who, cases)
  return { rows: cases.map(c => rowOf(kind, c, { ...who.rows, words })), total }
}

/** Every case that a query means, page by page: for exports and printed lists. */
export async function* everyCase(desk: Desk, who: Asking, query: Listing): AsyncGenerator<Case[]> {
  const kind = readableKind(desk, who, query.type)
  const filter = await filterOf(desk, who, kind, query)
  const sort = listSort(who, kind, query)
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

async function filterOf(desk: Desk, who: Asking, kind: Kind, query: Listing): Promise<Filter> {
  const found = query.text?.trim()
    ? (await searched(desk, query.text, { types: [kind.type], limit: MOST_FOUND })).map(h => h.id)
    : undefined
  return {
    where: rights(kind, who, { all: listConditions(desk, who, kind, query) }),
    scope: who.scope,
    ...(found && { among: found }),
  }
}

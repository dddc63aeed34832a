import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Asking } from './asking.ts'
import { everyCase } from './calls/listing.ts'
import type { Desk } from './desk.ts'
import type { Listing } from './list-conditions.ts'

/**
 * Every case of a list that is taken out of the house, page by page, each page recorded before it is given: whoever stands
 * in it finds that in the record of who looked at them. A line for each person would be a write to the disk for each.
 */
export async function* listedPages(
  desk: Desk,
  who: Asking,
  kind: Kind,
  { act, purpose, query }: { act: 'export-rows' | 'print-rows'; purpose: string; query: Listing },
): AsyncGenerator<Case[]> {
  for await (const page of everyCase(desk, who, query)) {
    const cases = page.map(c => c.id).join(' ')
    await desk.audit(who.user, act, kind.type, { purpose, rows: String(page.length), cases })
    yield page
  }
}

import { isDeepStrictEqual } from 'node:util'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import { keysOf } from '../../../shared-types/src/store/case-rows.ts'
import type { Db } from '../store.ts'

/** Whether the table of keys, by which lookups find cases, has just those of these cases; each that has not is told of. */
export async function checkKeys(
  db: Db,
  kinds: Kinds,
  cases: ReadonlyMap<string, Case>,
  tell: (problem: string) => void,
): Promise<void> {
  const rows = await db
    .selectFrom('case_keys')
    .select(['type', 'field', 'value', 'case_id'])
    .where('case_id', 'in', [...cases.keys()])
    .execute()
  const kept = Map.groupBy(rows, row => row.case_id)
  for (const [id, c] of cases) {
    const kind = kinds.get(c.type)
    if (kind && !isDeepStrictEqual(inOrder(kept.get(id) ?? []), inOrder(keysOf(c, kind))))
      tell(`The case ${id} is not found by its keys`)
  }
}

const inOrder = (keys: readonly { type: string; field: string; value: string }[]) =>
  keys.map(({ type, field, value }) => JSON.stringify([type, field, value])).sort()

import type { Case } from '../../shared-types/src/model/case.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import { type CaseRow, dataColumn } from '../../shared-types/src/store/case-rows.ts'
import { list, run } from '../../shared-types/src/store/statement.ts'
import type { Db, Store } from './store.ts'

/** What of a case a list may show. */
export type ListedCase = Pick<
  Case,
  'id' | 'type' | 'unit' | 'state' | 'version' | 'creator' | 'createdAt' | 'updatedAt' | 'data'
>

/**
 * The cases of one page, in the order of the ids; those that are not there are left out. When each field was changed and
 * by whom is not read: that is half of a case, and no list shows it.
 */
export async function listedCases({ dialect }: Store, db: Db, ids: readonly string[]): Promise<ListedCase[]> {
  if (ids.length === 0) return []
  const text = `select cases.id, cases.type, cases.unit, cases.state, cases.version, cases.creator, cases.created_at,
    cases.updated_at, ${dataColumn(dialect)} from cases where cases.id in (${list(ids.length)})`
  const rows = await run<Omit<CaseRow, 'seq' | 'body'>>(db, text, ids)
  const found = new Map(rows.map(row => [row.id, row]))
  return ids.flatMap(id => {
    const row = found.get(id)
    if (!row) return []
    const { created_at: createdAt, updated_at: updatedAt, version, data, ...rest } = row
    return [{ ...rest, createdAt, updatedAt, version: Number(version), data: JSON.parse(data) as Data }]
  })
}

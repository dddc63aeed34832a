import { coverNumbers } from '../../../shared-types/src/engine/cover.ts'
import { maskPersonId } from '../../../shared-types/src/engine/person-id.ts'
import { titleOf } from '../../../shared-types/src/engine/title.ts'
import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import { sqlCaseStore } from '../../../shared-types/src/store/sql-case-store.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import type { Directory } from '../directory.ts'
import type { Db } from '../store.ts'
import type { Found } from './judge-day.ts'

/**
 * What everybody reads who may read an alert: a citizen's number covered, a venue by the title of its record or its code, an
 * address by its key, else the name of the unit that it concerns.
 */
export async function subjectName(
  db: Db,
  kinds: Kinds,
  { alert: { rule, subject }, unit }: Found,
  directory: Pick<Directory, 'units'>,
): Promise<string> {
  if (rule === 'multi-place') return maskPersonId(subject)
  if (rule === 'shared-address' || rule === 'unknown-venue') return coverNumbers(subject)
  if (rule === 'venue-footfall') return venueName(db, kinds, subject.replace(/\|(low|high)$/, ''))
  return directory.units.find(({ id }) => id === unit)?.name ?? unit
}

async function venueName(db: Db, kinds: Kinds, code: string): Promise<string> {
  const [row] = await run<{ id: string }>(db, 'select id from rule_venues where venue = ?', [code])
  const found = row && (await sqlCaseStore(db, kinds).get([row.id])).get(row.id)
  const kind = found && kinds.get(found.type)
  // Titles are stored in the language of the deployment.
  return coverNumbers(kind ? titleOf(kind, found, 'zh-CN') : code)
}

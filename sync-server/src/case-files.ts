import { sql } from 'kysely'
import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import type { Kind } from '../../shared-types/src/model/domain.ts'
import { inScopeSql } from './in-scope-sql.ts'
import type { ReadScope } from './scope.ts'
import type { Db, Store } from './store.ts'

/** Notes which files an accepted event names. One that a later event takes out stays part of the case's history. */
export async function noteFiles(db: Db, kind: Kind, event: CaseEvent): Promise<void> {
  const rows = Object.entries(event.patch).flatMap(([field, value]) =>
    kind.record.fields[field]?.kind === 'files' && Array.isArray(value)
      ? [...new Set(value as string[])].map(hash => ({ hash, case_id: event.caseId, field }))
      : [],
  )
  if (rows.length)
    await db
      .insertInto('case_files')
      .values(rows)
      .onConflict(on => on.doNothing())
      .execute()
}

/** Whether a case in the scope names the file in a field that is not withheld. */
export async function isReadableFile(store: Store, scope: ReadScope, hash: string): Promise<boolean> {
  const hidden = Object.entries(scope.hidden).flatMap(([type, fields]) =>
    fields.map(field => sql`(cases.type = ${type} and case_files.field = ${field})`),
  )
  const closed = hidden.length ? sql`(${sql.join(hidden, sql` or `)})` : sql`1 = 0`
  const { rows } = await sql`
    select 1 from case_files join cases on cases.id = case_files.case_id
    where case_files.hash = ${hash} and not ${closed} and ${inScopeSql(store.kinds, [scope], store.dialect)}
    limit 1`.execute(store.db)
  return rows.length > 0
}

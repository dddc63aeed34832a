import { type RawBuilder, sql } from 'kysely'
import type { Kinds } from '../../shared-types/src/model/domain.ts'
import type { Dialect } from '../../shared-types/src/store/dialect.ts'
import { where } from '../../shared-types/src/store/where.ts'
import { GROUND, type ReadScope } from './scope.ts'

/** Whether a row of `cases` lies in one of the scopes. Record types that this server no longer knows are in none. */
export function inScopeSql(kinds: Kinds, scopes: readonly ReadScope[], dialect: Dialect): RawBuilder<boolean> {
  const parts = scopes.flatMap(scope =>
    Object.entries(scope.reads).flatMap(([type, condition]) => {
      const kind = kinds.get(type)
      return kind ? [sql`(cases.type = ${type} and ${where(kind, condition, GROUND, dialect)})`] : []
    }),
  )
  if (parts.length === 0) return sql`1 = 0`
  // A left join brings events without a case: they lie in no scope.
  return sql`coalesce(${sql.join(parts, sql` or `)}, 1 = 0)`
}

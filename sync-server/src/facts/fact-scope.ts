import type { Parameter } from '../../../shared-types/src/store/statement.ts'
import { list } from '../../../shared-types/src/store/statement.ts'
import type { FactTables } from './fact-tables.ts'

/** Which rows somebody may have: all, also of subjects that are registered nowhere, or those of subjects of these units. */
export type FactScope = { whole: true } | { whole: false; units: readonly string[] }

/** A condition as text with `?`, and what stands for them. */
export interface SqlPart {
  sql: string
  values: Parameter[]
}

/** That the column `subject` of a table is one of those of the scope. */
export function inScope(scope: FactScope, tables: FactTables, column: string): SqlPart {
  if (scope.whole) return { sql: '1 = 1', values: [] }
  if (scope.units.length === 0) return { sql: '1 = 0', values: [] }
  return {
    sql: `${column} in (select ${tables.subject} from ${tables.owners} where unit in (${list(scope.units.length)}))`,
    values: [...scope.units],
  }
}

/** Conditions that all hold. */
export const allOf = (parts: readonly SqlPart[]): SqlPart => ({
  sql: parts.map(part => `(${part.sql})`).join(' and ') || '1 = 1',
  values: parts.flatMap(part => part.values),
})

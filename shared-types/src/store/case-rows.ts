import type { Case } from '../model/case.ts'
import type { Kind } from '../model/domain.ts'
import type { Data } from '../model/field.ts'
import type { CaseTables } from './case-tables.ts'
import type { Dialect } from './dialect.ts'
import { keyValue } from './key-value.ts'
import { newestOf } from './newest.ts'
import type { Parameter } from './statement.ts'
import { KEY_LENGTH } from './where.ts'

/** A row as `caseColumns` reads it. */
export type CaseRow = Omit<CaseTables['cases'], 'newest'>
type Rest = Pick<Case, 'changedAt' | 'actors' | 'unsent'>

/** The columns of `cases` that a case is made of, as SQL, to be read by `caseOf`. */
export const caseColumns = (dialect: Dialect): string =>
  `cases.id, cases.type, cases.unit, cases.state, cases.version, cases.seq, cases.creator, cases.created_at, cases.updated_at, cases.body, ${dataColumn(dialect)}`

/** The column `data` as JSON text, as SQL. */
export const dataColumn = (dialect: Dialect): string =>
  `${dialect === 'postgres' ? 'cast(cases.data as text)' : 'json(cases.data)'} as data`

/** The case that was put. */
export function caseOf(row: CaseRow): Case {
  return {
    id: row.id,
    type: row.type,
    unit: row.unit,
    state: row.state,
    version: Number(row.version),
    seq: Number(row.seq),
    data: JSON.parse(row.data) as Data,
    creator: row.creator,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...(JSON.parse(row.body) as Rest),
  }
}

/** Every column of `cases`, in the order of `rowOf`; `data` is the last. */
export const ROW_COLUMNS = [
  'id',
  'type',
  'unit',
  'state',
  'version',
  'seq',
  'creator',
  'created_at',
  'updated_at',
  'newest',
  'body',
  'data',
] as const

/** The values of a case's row. */
export const rowOf = (c: Case, kind: Kind): Parameter[] => [
  c.id,
  c.type,
  c.unit,
  c.state,
  c.version,
  c.seq,
  c.creator,
  c.createdAt,
  c.updatedAt,
  newestOf(c, kind),
  JSON.stringify({ unsent: c.unsent, changedAt: c.changedAt, actors: c.actors } satisfies Rest),
  JSON.stringify(c.data),
]

export type CaseKey = CaseTables['case_keys']

/** The rows of `case_keys` for a case. */
export function keysOf(c: Case, kind: Kind): CaseKey[] {
  return (kind.record.keys ?? []).flatMap(field => {
    const value = keyValue(c.data[field])
    if (value === undefined) return []
    return [{ type: c.type, field, value: String(value).slice(0, KEY_LENGTH), case_id: c.id }]
  })
}

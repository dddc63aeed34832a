import type { Scope } from '../engine/evaluate.ts'
import type { Case } from '../model/case.ts'
import type { Condition } from '../model/condition.ts'
import type { Kind } from '../model/domain.ts'
import type { SimpleValue } from '../model/field.ts'

/** Which cases of a type are meant. Rights are the caller's business: `where` holds the access condition too. */
export interface Filter {
  where?: Condition
  scope: Scope
  /** Only these, by id: what a search has found. */
  among?: readonly string[]
}

export interface Sort {
  /**
   * A field, `$newest` (what `list.newest` of the record type names, else `$updated`), `$updated`, `$created`, `$state`,
   * `$unit`, `$creator` or `$id`. Only `$newest` is indexed; text goes by code points; an empty value comes first.
   */
  by: string
  descending?: boolean
}

export interface Query extends Filter {
  /** Newest first unless told. Cases that are equal in it go by their id, in the same direction. */
  sort?: Sort
  /** 50 unless told. */
  limit?: number
  offset?: number
  /** The last case of the page before: as fast on the last page as on the first. */
  after?: Case
}

export interface GroupQuery extends Filter {
  /** The date field that a period picks, with its first and last day (both included, either may be missing). */
  period?: { field: string; from?: string; to?: string }
  /** Fields, `$unit`, `$state`, `$creator`, and `month` (YYYY-MM) or `day` of the period's field. */
  by: readonly string[]
  /** Number fields to add up. */
  sum?: readonly string[]
  /** Counts those of each group that meet this too, as the sum `$share`. */
  share?: Condition
}

/** One line of a report: the values it stands for (absent where cases have none), how many cases, and their sums. */
export interface Group {
  by: Readonly<Record<string, SimpleValue | undefined>>
  count: number
  sums: Readonly<Record<string, number>>
}

/**
 * Where folded cases live: on the server in SQLite or PostgreSQL, at the window in a file that can always be rebuilt
 * from events. Every implementation passes `test/contracts/store.ts`.
 */
export interface CaseStore {
  /** Runs `work` in one transaction; whatever it throws undoes everything it did. Inside of one it joins that one. */
  transaction<T>(work: (store: CaseStore) => Promise<T>): Promise<T>
  /** Adds or replaces whole cases. The same id twice: the last one counts. */
  put(cases: readonly Case[]): Promise<void>
  /** Those that exist, by id. */
  get(ids: readonly string[]): Promise<Map<string, Case>>
  /** Takes cases out; unknown ids are no fault. */
  remove(ids: readonly string[]): Promise<void>
  /** Takes every case out: the projection is about to be built again. */
  clear(): Promise<void>
  /** Cases whose key fields (`record.keys`, or `$id`) have all these values, by id. Throws for a field that is no key. */
  byKeys(kind: Kind, match: Readonly<Record<string, SimpleValue>>, limit?: number): Promise<Case[]>
  find(kind: Kind, query: Query): Promise<Case[]>
  count(kind: Kind, filter: Filter): Promise<number>
  /** Counted and summed by the database, ordered by the values of the groups. */
  groups(kind: Kind, query: GroupQuery): Promise<Group[]>
}

import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import type { Directory } from '../directory.ts'
import type { Alert } from '../rules/rule.ts'
import type { Db } from '../store.ts'

export interface ReplayParts {
  db: Db
  kinds: Kinds
  directory: Pick<Directory, 'units' | 'zone'>
  /** The first and the last day that will be judged. */
  from: string
  to: string
}

/** What a night sees of a subject that is not as it was, from a day on; no measure: all is well again. */
export interface Seen {
  day: string
  measure: Alert['measure'] | undefined
}

/** Of each subject with anything to see, by days in their order. What was seen before `from` was told then. */
export type SeenBySubject = ReadonlyMap<string, readonly Seen[]>

import type { Role } from './person.ts'

/** What a column of a fact may hold: a name or code as it was written, somebody's number, or an instant. */
export type FactColumn = { kind: 'text'; max: number } | { kind: 'personId' } | { kind: 'time' }

/** What may be done with the rows of a fact type; `whole` is to have people's numbers uncovered in an export. */
export const FACT_ACTS = ['read', 'import', 'delete', 'export', 'whole'] as const
export type FactAct = (typeof FACT_ACTS)[number]

/**
 * Rows in bulk that only the centre holds: somebody was somewhere at some time. They are no cases: nothing is decided
 * about one, they come by the hundred thousand and go again, and of each day what is counted is kept.
 */
export interface FactType {
  /** Which of the centre's tables holds them; each holds one type. */
  kept: 'scans'
  /** In the order of the template. */
  columns: Readonly<Record<string, FactColumn>>
  /** Of the columns the one that says what the row is about, whose it is, and when it was. */
  subject: string
  person: string
  time: string
  /** To whom subjects belong, and where they are counted by day. */
  counted: 'venueDays'
  /** What each role may do with the rows of subjects that belong to its unit and below. */
  access: Readonly<Partial<Record<Role, readonly FactAct[]>>>
}

/** Whether the good rows of a file are taken, or all of them or none. */
export const FACT_IMPORT_MODES = ['good', 'all'] as const
export type FactImportMode = (typeof FACT_IMPORT_MODES)[number]

/** Bytes of a file that go to the centre at once. */
export const FACT_PIECE = 4 * 1024 * 1024

export interface FactWords {
  label: string
  columns: Readonly<Record<string, string>>
  hints?: Readonly<Record<string, string>>
}

import type { FactType } from '../../../shared-types/src/model/fact.ts'

/** Where a fact type lies in the database. Names of ours: they stand in statements as they are. */
export interface FactTables {
  rows: 'fact_scans'
  /** Counts by subject and day, which the rules read: `subject` is its column. */
  counts: 'venue_days'
  /** To whom each subject belongs: `subject` and `unit`. */
  owners: 'rule_venues'
  subject: 'venue'
}

/** The tables of a fact type. */
export function tablesOf({ kept, counted }: FactType): FactTables {
  return { rows: ROWS[kept], ...COUNTED[counted] }
}

const ROWS = { scans: 'fact_scans' } as const
const COUNTED = { venueDays: { counts: 'venue_days', owners: 'rule_venues', subject: 'venue' } } as const

/** Ids of one import lie together: its number × this + the line of the file. */
export const LINES_PER_IMPORT = 100_000_000

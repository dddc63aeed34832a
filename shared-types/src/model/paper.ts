import type { Condition } from './condition.ts'

/** A paper that a form asks for, and that need not be brought again where the archive has one (免提交). */
export interface AskedPaper {
  /** It is asked for; always unless told. */
  asked?: Condition
  /** The `files` field that takes it. */
  files: string
  /** The link field that names an earlier paper in its place. */
  earlier: string
  /** Finds the holder's earlier papers. */
  lookup: string
  /** Whether one of them may stand in, as the paper itself says; why not, say its flags. */
  usable: Condition
  /** The field of the paper that says its kind, the kinds that are asked for, and our field that takes the kind. */
  kind: { field: string; of: readonly string[]; fills?: string }
}

/** Where a domain keeps the papers that people handed in, and every use of one; what its fields are called there. */
export interface PaperBook {
  /** The record type of a paper, of the same domain. */
  record: string
  holder: string
  name: string
  kind: string
  pages: string
  /** The number of the case that it was given with, and the day. */
  caseNo: string
  day: string
  until: string
  trust: string
  /** The id of the case that it was given with. */
  fromCase: string
  /** The step that takes in what was there before the program. */
  register: string
  /** The ledger: a row for each use, with the state in which it may not be changed any more. */
  use: {
    record: string
    paper: string
    purpose: string
    note: string
    until: string
    by: string
    as: string
    /** The code of `as` for a copy. */
    copy: string
  }
}

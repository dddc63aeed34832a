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

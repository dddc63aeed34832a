/** What can be wrong with an audit chain. Closed: the words of the core and of the command have a sentence for each. */
export const FINDING_KINDS = [
  /** The content of a row is not what its link says. */
  'altered',
  /** Rows are missing between two that are there. */
  'removed',
  /** A row stands where none was written. */
  'inserted',
  /** A row stands in another's place; `with.place` is its own. */
  'reordered',
  /** A row says another station than it was written with; `with.from` is the true one. */
  'station-swapped',
  /** The end is missing: a later number was given, or signed. */
  'truncated',
  /** Signed numbers lie in a part of the log that was lost when the database was restored from a backup, and noted so. */
  'set-back',
  /** The chain holds in itself and is another than the one that was signed. */
  'rewritten',
  /** An anchor that the signing key did not sign. */
  'anchor-forged',
  /** A setting in force is not the last that was recorded. */
  'setting-altered',
  /** Of a station: an event does not hang on the one before it, which is missing or was changed at the station. */
  'station-gap',
  /** A content was taken out without a line that says who approved it. */
  'disposed',
] as const
export type FindingKind = (typeof FINDING_KINDS)[number]

export interface Finding {
  kind: FindingKind
  /** The number of the row; of a station's own chain its counter. */
  at: number
  /** The last of several, or up to where it may reach. */
  to?: number
  /** Station, setting, counter … */
  with?: Readonly<Record<string, string | number>>
}

/** How a verification ended. */
export interface Verified {
  rows: number
  /** The last number and its link. */
  seq: number
  link: string
  anchors: number
  /** What was not found sound, at most the first hundred, and how many in all. */
  findings: readonly Finding[]
  count: number
}

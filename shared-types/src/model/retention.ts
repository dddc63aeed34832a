/**
 * How long a case is kept once it has ended. The basis stands in the word files (`records.<record>.retention`). What has
 * run out is erased for good, but only when two officers agree and nothing holds it.
 */
export interface Retention {
  /** A number parameter of the domain, in whole years: no rule of the field fixes one, so that each deployment does. */
  years: string
  /**
   * Each state in which a case has ended, and the day from which its years count there: a date or time field, or
   * `$updated`, the last change. A case in any other state is still at work and never runs out.
   */
  ends: Readonly<Record<string, string>>
}

/**
 * Of a record type that is about a measure on a person (community correction, care, rehabilitation …): every record names
 * the statutory basis, by a dictionary of them, and the day on which it is reviewed.
 */
export interface Measure {
  /** A required choice. */
  basis?: string
  /** A required date. */
  review?: string
}

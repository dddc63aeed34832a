/** What an alert says when it is raised: of which rule it is, whom it concerns, what was measured, and on which rows. */
export const ALERT_PARTS = [
  'rule',
  'level',
  'subject',
  'subjectName',
  'from',
  'to',
  'measure',
  'reference',
  'threshold',
  'version',
  /** A table of `day` and `count`: the days by which its curve is drawn. */
  'days',
  /** A table of `id`, `what` and `operator`: the rows that made the rule fire, as they were. */
  'rows',
  'rowCount',
] as const
export type AlertPart = (typeof ALERT_PARTS)[number]

/** The record type into which the centre writes what its rules found. */
export interface AlertBook {
  /** Of the same domain. */
  record: string
  /** The step by which the centre begins an alert. */
  raise: string
  /** What each part is called there. */
  fields: Readonly<Record<AlertPart, string>>
  /** States in which it waits for somebody: to sign for it, to explain it, to close it. */
  waits: { receive: string; explain: string; close: string }
}

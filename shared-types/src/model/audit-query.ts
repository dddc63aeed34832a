import type { Anchor } from './anchor.ts'
import type { Actor } from './person.ts'

/** What of the log is looked for; everything given must hold. */
export interface AuditQuery {
  /** `acts`: only what is no change of a case, such as reveals and sign-ins; `cases`: only changes of cases. */
  of?: 'acts' | 'cases'
  person?: string
  act?: string
  station?: string
  /** The author's unit, with all below it. */
  unit?: string
  caseId?: string
  /** A person's number, whole: the cases that it stands in as a key. */
  number?: string
  /** Of the server's receipt, ISO 8601 in UTC: from, and before. */
  from?: string
  until?: string
}

/** One line as the audit officer sees it: who did what where and when. Of a case's content only which fields changed. */
export interface AuditLine {
  seq: number
  id: string
  /** The device's time, and the server's when it took it. */
  at: string
  receivedAt: string
  type: string
  act: string
  person: string
  role: Actor
  unit: string
  station: string
  caseId: string
  verdict: 'accepted' | 'refused'
  /** The device's clock stood behind. */
  clock: boolean
  /** Names of the fields that the act changed. */
  fields: readonly string[]
  /** What a line of the audit says of itself. */
  what: Readonly<Record<string, string>>
  link: string
}

export interface AuditPage {
  lines: AuditLine[]
  /** Ask with it for what is older; absent at the end. */
  before?: number
  time: string
}

export interface AuditExportRequest {
  query: AuditQuery
  purpose: string
}

/** `anchors`: what a window kept, to be compared with what the server has. */
export interface AuditVerifyRequest {
  anchors: readonly Anchor[]
}

/** Lines of one page, and of one export. */
export const AUDIT_PAGE = 50
export const AUDIT_EXPORT = 100_000

import { z } from 'zod'
import { PURPOSES } from '../../../shared-types/src/model/purpose.ts'
import { call } from './call.ts'
import type { Download } from './files.ts'

/** Days are those of the deployment; `until` is the last one. A person's number is looked for whole. */
export const AuditAsk = z.object({
  of: z.enum(['acts', 'cases']).optional(),
  person: z.string().max(60).optional(),
  act: z.string().max(60).optional(),
  station: z.string().max(60).optional(),
  unit: z.string().max(60).optional(),
  caseId: z.string().max(60).optional(),
  number: z.string().max(60).optional(),
  from: z.string().max(10).optional(),
  until: z.string().max(10).optional(),
})

export type AuditAsk = z.output<typeof AuditAsk>

/** The audit log, and who looked at a person. */
export const AUDIT_CALLS = {
  /** For a supervisor: who looked at a person, for that person; without a number the one of the card on the reader. */
  'person.accessLog': call<AccessLogView>()(
    z
      .object({
        number: z.string().max(60).optional(),
        purpose: z.enum(PURPOSES),
        note: z.string().trim().max(200).default(''),
      })
      .refine(({ purpose, note }) => purpose !== 'other' || note.length >= 2),
  ),
  /** For a security officer: who uncovered many values in a short time. */
  'person.bursts': call<BurstRow[]>()(z.object({})),
  /** The audit log, for the audit officer alone; every look is a line of it. */
  'audit.choices': call<AuditChoices>()(z.object({})),
  'audit.search': call<{ lines: AuditLineView[]; before?: number }>()(
    z.object({ query: AuditAsk, before: z.number().int().optional() }),
  ),
  /** The signed file, which anybody can prove with the centre's public key, or a workbook to read. */
  'audit.export': call<Download>()(
    z.object({ query: AuditAsk, purpose: z.string().min(2).max(200), as: z.enum(['signed', 'xlsx']) }),
  ),
  /** Whether this station's own acts and the centre's whole log are as they were written. */
  'audit.verify': call<{ own: VerifiedView; centre: VerifiedView }>()(z.object({})),
} as const

/** What a person is told of who looked at their records; `number` is covered, `file` is the page to hand over. */
export interface AccessLogView {
  number: string
  cases: number
  /** Older lines are not among these. */
  more: boolean
  lines: { seq: number; at: string; person: string; unit: string; record: string; act: string; what: string }[]
  file: Download
}

export interface BurstRow {
  id: string
  name: string
  unitName: string
  stationName: string
  from: string
  until: string
  count: number
}

export interface AuditChoices {
  people: { id: string; name: string }[]
  stations: { id: string; name: string }[]
  acts: { id: string; name: string }[]
}

export interface AuditLineView {
  seq: number
  /** The device's time and the centre's, as texts. */
  at: string
  receivedAt: string
  actText: string
  person: string
  role: string
  unit: string
  station: string
  /** The case or what else it was about. */
  subject: string
  what: string
  verdict: 'accepted' | 'refused'
  clock: boolean
  link: string
}

export interface VerifiedView {
  rows: number
  seq: number
  link: string
  anchors: number
  /** In all; `findings` are sentences for the first of them. */
  count: number
  findings: string[]
}

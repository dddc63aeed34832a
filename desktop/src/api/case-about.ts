import { z } from 'zod'
import { call } from './call.ts'
import type { Row } from './cases.ts'

const id = z.object({ id: z.string() })

/** What is known of a case besides itself: what the rules found about it, and the rows in bulk that are about it. */
export const CASE_ABOUT_CALLS = {
  'cases.alerts': call<CaseAlerts>()(id),
  /** Needs the centre, which alone holds the rows. */
  'cases.counts': call<CaseCounts>()(id),
} as const

export interface CaseAlerts {
  /** The newest first, of all that the person may read. */
  alerts: CaseAlert[]
  total: number
}

export interface CaseAlert extends Row {
  from: string
  to: string
  measure: string
  /** What the counts of its days were compared with. */
  reference?: number
  /** The days of its window with their counts; none where its rule counts none. */
  days: { day: string; count: number }[]
}

export interface CaseCounts {
  /** `domain.fact`, what it is called, and what the case is called there. */
  type: string
  label: string
  subject: string
  /** Day and time of the newest row. */
  newest?: string
  /** Each day of the span, also those without a row. */
  days: { day: string; count: number }[]
  total: number
}

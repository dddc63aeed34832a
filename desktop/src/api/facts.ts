import { z } from 'zod'
import { FACT_IMPORT_MODES, FACT_PIECE } from '../../../shared-types/src/model/fact.ts'
import { FACT_PURPOSE, type FactImportLine } from '../../../shared-types/src/protocol-facts.ts'
import { call } from './call.ts'
import type { Download } from './files.ts'

const type = z.string().max(120)
const Day = z.string().max(10)
const Conditions = z.object({
  type,
  from: Day,
  until: Day,
  subject: z.string().trim().max(60).optional(),
  unit: z.string().max(60).optional(),
  person: z.string().trim().max(40).optional(),
})
const Position = z.object({ day: Day, time: z.string().max(8), id: z.number() })
const Purpose = z.string().trim().min(FACT_PURPOSE.least).max(FACT_PURPOSE.most)
const Deletion = Conditions.omit({ person: true }).extend({
  by: z.enum(['collected', 'imported']),
  import: z.number().int().optional(),
})
const id = z.object({ id: z.number().int() })

/** Rows in bulk, which the centre alone holds: all of this needs it at hand. `type` is `domain.fact`. */
export const FACTS_CALLS = {
  'facts.view': call<FactsView>()(z.object({ type })),
  'facts.list': call<FactsPage>()(Conditions.extend({ after: Position.optional(), count: z.boolean().default(false) })),
  'facts.counts': call<FactsCounts>()(Conditions.omit({ person: true })),
  'facts.template': call<Download>()(z.object({ type })),
  /** A file is sent in pieces, each behind the last; then it is begun, and waits for its turn at the centre. */
  'facts.open': call<{ id: number }>()(
    z.object({ type, name: z.string().max(200), size: z.number().int().min(1), mode: z.enum(FACT_IMPORT_MODES) }),
  ),
  'facts.piece': call<{ size: number }>()(
    id.extend({ at: z.number().int().min(0), bytes: z.instanceof(Uint8Array).refine(b => b.length <= FACT_PIECE) }),
  ),
  /** `before`: a sentence, where the same file was brought before and is not taken again. */
  'facts.begin': call<{ before?: string }>()(id),
  'facts.cancel': call<void>()(id),
  /** The refused rows with their reasons, as a workbook to mend and import again. */
  'facts.refused': call<Download>()(id.extend({ type })),
  'facts.deletionCount': call<{ count: number }>()(Deletion),
  /** Deletes for a while; asked again as long as there is more. */
  'facts.delete': call<{ deleted: number; more: boolean }>()(Deletion.extend({ purpose: Purpose })),
  /** Begins an export, which is fetched piece by piece. `whole`: with people's numbers uncovered. */
  'facts.export': call<{ file: string; name: string; mime: string }>()(
    Conditions.extend({ as: z.enum(['csv', 'xlsx']), purpose: Purpose, whole: z.boolean().default(false) }),
  ),
  'facts.exported': call<{ bytes: Uint8Array; end: boolean }>()(z.object({ file: z.string().max(60) })),
} as const

/** How it stands with rows of a type, as far as they belong to the unit of who looks and below. */
export interface FactsView {
  label: string
  /** What its columns are called: what a row is about, whose it is, when it was. */
  subject: string
  person: string
  time: string
  may: { import: boolean; delete: boolean; export: boolean; whole: boolean }
  /** Day and time of the newest row. */
  newest?: string
  imports: FactsImport[]
}

export interface FactsImport extends Omit<FactImportLine, 'person' | 'unit' | 'fault'> {
  personName: string
  unitName: string
  own: boolean
  /** It has come to its end. */
  over: boolean
  /** Why its file could not be read. */
  fault?: string
}

/** The case that a row is about, where there is one that the person may read. */
export interface FactSubject {
  caseId?: string
  title?: string
}

export interface FactsRow extends FactSubject {
  day: string
  time: string
  id: number
  subject: string
  person: string
  unitName: string
}

export interface FactsPage {
  rows: FactsRow[]
  more: boolean
  total?: number
}

export interface FactsCounts {
  subjects: ({ subject: string; unitName: string; count: number } & FactSubject)[]
  more: boolean
  total: number
  days: { day: string; count: number }[]
}

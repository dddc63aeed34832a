import { z } from 'zod'
import type { LedgerLine } from '../../../shared-types/src/engine/ledger.ts'
import { call } from './call.ts'
import { ListQuery, type Row } from './cases.ts'
import type { Download } from './files.ts'

export const ReportQuery = z.object({
  domain: z.string(),
  report: z.string(),
  from: z.string(),
  to: z.string(),
  unit: z.string().optional(),
  /** One level of the tree of units: those directly below `unit`, or below the person's own, each with all below it. */
  levels: z.boolean().optional(),
})

/** Workbooks in and out, reports and balances. */
export const LISTS_CALLS = {
  /** `per`: the record that all rows link to, for record types whose sheets have one. */
  'import.template': call<Download>()(z.object({ type: z.string(), per: z.string().optional() })),
  'import.start': call<{ job: string }>()(
    z.object({
      type: z.string(),
      per: z.string().optional(),
      name: z.string().max(300),
      bytes: z.instanceof(Uint8Array),
    }),
  ),
  'import.job': call<ImportJob>()(z.object({ job: z.string() })),
  'import.cancel': call<void>()(z.object({ job: z.string() })),
  /** The refused rows with their reasons, as a workbook to mend and import again. */
  'import.refused': call<Download>()(z.object({ job: z.string() })),
  /** `whole`: with personal numbers that are not covered, for roles that the record type gives them to. */
  'export.list': call<Download>()(
    z.object({
      query: ListQuery,
      purpose: z.string().min(2).max(200),
      whole: z.boolean().default(false),
    }),
  ),
  'print.list': call<Download>()(z.object({ query: ListQuery, purpose: z.string().min(2).max(200) })),
  'reports.run': call<ReportAnswer>()(ReportQuery),
  'reports.export': call<Download>()(
    z.object({ query: ReportQuery, as: z.enum(['xlsx', 'pdf']), purpose: z.string().min(2).max(200) }),
  ),
  'balance.run': call<BalanceAnswer>()(z.object({ domain: z.string(), balance: z.string(), unit: z.string() })),
} as const

export interface ImportJob {
  job: string
  type: string
  name: string
  state: 'reading' | 'writing' | 'done' | 'failed' | 'cancelled'
  done: number
  total: number
  taken: number
  refused: { row: number; cells: string[]; reasons: string[] }[]
  refusedCount: number
  text: string
}

export interface ReportAnswer {
  label: string
  columns: { name: string; label: string; number: boolean }[]
  /** `into`: a unit with others below it, to go down to. */
  rows: { cells: (string | number)[]; query: z.input<typeof ListQuery>; into?: string }[]
  /** With `levels`: the units from the person's own down to the one that is shown. */
  path: { unit: string; name: string }[]
  total: (string | number)[]
}

export interface BalanceAnswer {
  label: string
  counts: { name: string; label: string; count: number }[]
  lines: (LedgerLine & { label: string })[]
  differences: { name: string; label: string; rows: Row[] }[]
}

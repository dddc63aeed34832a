import type { FactImportMode } from './model/fact.ts'

/** How an import of facts stands: see `FACT_IMPORT_ENDS` for those that have come to their end. */
export const FACT_IMPORT_STATES = [
  /** The file is still on its way here. */
  'sending',
  'waiting',
  /** Looked through, of a file of which all is to be taken or nothing. */
  'checking',
  'writing',
  'done',
  /** It has rows that cannot be taken, and nothing of it was. */
  'refused',
  /** The file cannot be read; `fault` says why. */
  'failed',
  'cancelled',
] as const
export type FactImportState = (typeof FACT_IMPORT_STATES)[number]

export const FACT_IMPORT_ENDS: readonly FactImportState[] = ['done', 'refused', 'failed', 'cancelled']

/** Why a whole file is not read; the window's words have `facts.fault.<code>` for each. */
export const FACT_FAULTS = [
  'not-a-workbook',
  'broken',
  'too-large',
  'too-many-rows',
  'bomb',
  'encrypted',
  'old-format',
  'no-sheet',
  'empty',
  /** Neither UTF-8 nor GB 18030. Fact `row`. */
  'encoding',
  /** A column is missing: facts `row`, `cell` (its letter), `found`, `wanted` (a name of the fact's column). */
  'heading',
  /** Its parts could not be told apart: fact `row`. */
  'csv',
  'lost',
] as const
export type FactFault = (typeof FACT_FAULTS)[number]

/** Why one row is not taken; the window's words have `facts.row.<code>` for each. */
export const FACT_ROW_FAULTS = [
  'empty',
  'too-long',
  'formula',
  'rounded',
  'person',
  'time',
  'future',
  'error',
  /** Its subject is none of those of the unit that imports. */
  'not-yours',
  'csv',
] as const
export type FactRowFault = (typeof FACT_ROW_FAULTS)[number]

export interface FactRowReason {
  code: FactRowFault
  /** The column as its letter, and its name in the fact type; absent for what concerns the row. */
  cell?: string
  column?: string
}

export interface FactRefusedRow {
  /** As the file counts its lines, from 1. */
  row: number
  cells: readonly string[]
  reasons: readonly FactRowReason[]
}

export interface FactImportLine {
  id: number
  name: string
  /** Bytes of the file, and how many are here. */
  size: number
  state: FactImportState
  mode: FactImportMode
  person: string
  unit: string
  startedAt: string
  endedAt?: string
  /** Lines that were looked at; the share of the file in per cent, where it is known. */
  lines: number
  percent: number
  taken: number
  refused: number
  /** Rows of it that are still there. */
  left: number
  fault?: { code: FactFault; with: Readonly<Record<string, string | number>> }
}

export interface FactImportRequest {
  type: string
  post?: string
  name: string
  size: number
  mode: FactImportMode
}

/** The same file was taken before: when, and by whom. */
export interface FactImportedBefore {
  at: string
  person: string
  taken: number
}

/** How it stands with the rows that somebody may see. */
export interface FactAnswer {
  /** The newest of them: day and time of the deployment's zone. */
  newest?: { day: string; time: string }
  imports: FactImportLine[]
  time: string
}

/** Which rows: all conditions hold. Days are YYYY-MM-DD, both inclusive. */
export interface FactConditions {
  from: string
  until: string
  subject?: string
  /** This unit's subjects, and those of all units below. */
  unit?: string
  /** Somebody's whole number. */
  person?: string
}

export interface FactPosition {
  day: string
  time: string
  id: number
}

export interface FactListRequest extends FactConditions {
  type: string
  post?: string
  after?: FactPosition
  limit?: number
  count?: boolean
}

/** `person` is covered. `unit`: to whom the subject belongs, absent for one that is registered nowhere. */
export interface FactRow extends FactPosition {
  subject: string
  person: string
  unit?: string
}

export interface FactListAnswer {
  rows: FactRow[]
  more: boolean
  total?: number
  time: string
}

export interface FactCountsRequest extends FactConditions {
  type: string
  post?: string
}

/** Most rows first, as many subjects as an answer holds. */
export interface FactCountsAnswer {
  subjects: { subject: string; unit?: string; count: number }[]
  more: boolean
  total: number
  days: { day: string; count: number }[]
  time: string
}

/** By the day on which they were collected, or on which their import began. */
export interface FactDeletionRequest {
  type: string
  post?: string
  by: 'collected' | 'imported'
  from: string
  until: string
  subject?: string
  unit?: string
  /** One import alone. */
  import?: number
}

export interface FactDeletionCount {
  count: number
  time: string
}

/** Rows that are gone, and whether there are more: whoever asks goes on. */
export interface FactDeletionAnswer {
  deleted: number
  more: boolean
  time: string
}

export interface FactExportRequest extends FactConditions {
  type: string
  post?: string
  as: 'csv' | 'xlsx'
  purpose: string
  /** With people's numbers uncovered, where the role may have them so. */
  whole: boolean
  /** Who takes it out, when and what for, in words: stands above the headings of a workbook. */
  note: string
  language: 'zh-CN' | 'en'
}

/** Characters of a purpose. */
export const FACT_PURPOSE = { least: 2, most: 200 } as const

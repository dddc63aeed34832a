import { z } from 'zod'
import type { Due } from '../../../shared-types/src/engine/due.ts'
import type { Cell, ScreenStep } from '../../../shared-types/src/engine/screen.ts'
import type { Problem } from '../../../shared-types/src/model/case.ts'
import type { Domain } from '../../../shared-types/src/model/domain.ts'
import type { AnyValue, Data } from '../../../shared-types/src/model/field.ts'
import type { Unit } from '../../../shared-types/src/model/person.ts'
import { PURPOSES } from '../../../shared-types/src/model/purpose.ts'
import { call } from './call.ts'

export const Patch = z.record(z.string().max(60), z.json()) as unknown as z.ZodType<Data>

export const Act = z.object({
  type: z.string(),
  id: z.string(),
  act: z.string(),
  patch: Patch.default({}),
  /** The draft that this act completes. */
  draft: z.string().optional(),
  /** How the holder's identity was checked, for steps that ask: the card now on the reader, or a ticket's number. */
  identity: z.union([z.literal('card'), z.object({ ticket: z.string().max(60) })]).optional(),
})

/** A purpose off the list, and words of one's own: with `other` they are needed. */
const Reveal = z
  .object({
    id: z.string(),
    field: z.string(),
    purpose: z.enum(PURPOSES),
    note: z.string().trim().max(200).default(''),
  })
  .refine(({ purpose, note }) => purpose !== 'other' || note.length >= 2)

export const ListQuery = z.object({
  type: z.string(),
  /** A queue desk's own condition. */
  desk: z.string().optional(),
  text: z.string().max(100).optional(),
  states: z.array(z.string()).optional(),
  /** Fields: one value, several, or a span of dates or numbers. */
  filters: z
    .record(
      z.string(),
      z.union([
        z.string(),
        z.number(),
        z.boolean(),
        z.array(z.string()),
        z.object({ from: z.string().optional(), to: z.string().optional() }),
      ]),
    )
    .optional(),
  /** Fields that have no value. */
  empty: z.array(z.string()).max(20).optional(),
  /** Only what this report counts: the rows behind one of its numbers. */
  report: z.object({ domain: z.string(), report: z.string() }).optional(),
  unit: z.string().optional(),
  flag: z.string().optional(),
  sort: z.object({ field: z.string(), down: z.boolean() }).optional(),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(500).default(50),
})

/** Records: lists, the form, acts and what stands beside them. */
export const CASES_CALLS = {
  /** The domains as data: labels, forms and lists of the screen come from them. */
  domains: call<readonly Domain[]>()(z.object({})),
  menu: call<MenuDesk[]>()(z.object({})),
  units: call<readonly Unit[]>()(z.object({})),
  'cases.list': call<ListAnswer>()(ListQuery),
  /** Over names, pinyin initials, numbers and states, in every record type that the person may read. */
  'cases.search': call<Row[]>()(
    z.object({ text: z.string().max(100), type: z.string().optional(), limit: z.number().int().max(200).default(50) }),
  ),
  'cases.open': call<CaseView>()(z.object({ id: z.string() })),
  /** An empty case that nobody has saved, with its offers; `patch` prefills it. */
  'cases.blank': call<CaseView>()(z.object({ type: z.string(), patch: Patch.optional() })),
  /** The form as it would stand with this patch, and what would refuse `act`. Saves nothing. */
  'cases.preview': call<CaseView>()(
    z.object({ type: z.string(), id: z.string(), patch: Patch, act: z.string().optional() }),
  ),
  'cases.act': call<ActAnswer>()(Act),
  'cases.reveal': call<{ value: AnyValue | undefined; text: string }>()(Reveal),
  /** The link targets that match what was typed. */
  'cases.links': call<{ id: string; title: string }[]>()(z.object({ type: z.string(), text: z.string().max(100) })),
  /** The case on whose paper this code stands. */
  'codes.find': call<{ id: string }>()(z.object({ text: z.string().max(200) })),
} as const

export interface MenuDesk {
  domain: string
  desk: string
  label: string
  /** How many wait, for queues. */
  waiting?: number
  late?: number
}

export interface Row {
  id: string
  type: string
  title: string
  state: string
  stateText: string
  tone: 'wait' | 'good' | 'bad' | 'quiet'
  due: Due
  unitName: string
  updatedAt: string
  /** Column → what a person reads, personal numbers covered. */
  cells: Readonly<Record<string, string>>
  /** Something of it waits to be sent, or was refused. */
  sending: 'sent' | 'waiting' | 'refused'
}

export interface ListAnswer {
  rows: Row[]
  total: number
}

export interface WordedProblem extends Problem {
  text: string
}

export interface CaseView {
  id: string
  type: string
  title: string
  version: number
  unitName: string
  stateText: string
  tone: Row['tone']
  sending: Row['sending']
  createdAt: string
  updatedAt: string
  state: string
  editable: boolean
  due: Due
  sections: { section: string; cells: ViewCell[] }[]
  steps: (Omit<ScreenStep, 'refusals'> & {
    refusals: WordedProblem[]
    asked: ViewCell[]
    /** Which form it prints, and the device's name; none where the window has no such device. */
    prints?: { form: string; device: string }
    /** A seal machine does it. */
    stamps: boolean
    identity: boolean
  })[]
  history: HistoryLine[]
  /** What each lookup finds, as rows. */
  related: { lookup: string; rows: Row[] }[]
  /** Beside each row of its evidence, in their order. */
  cited: readonly CitedRow[]
  /** Sentences on entitlements. */
  standings: StandingText[]
  /** The citizen signed it on the second screen; `stale`: what was shown to them has been changed since. */
  signed?: 'valid' | 'stale'
  /** Forms that can be printed of it. */
  templates: string[]
  /** With `cases.preview` and an act: what would refuse it. */
  problems: WordedProblem[]
  /** The same: what the centre's rules would find in it later, a sentence each. It stops nothing. */
  warnings?: readonly string[]
}

export type ViewCell = Omit<Cell, 'problem' | 'value'> & {
  value: AnyValue | undefined
  text: string
  label: string
  /** It is covered, and this person may uncover it for a purpose. */
  reveal?: true
  problem?: WordedProblem
}

/** What is known of a row of evidence: who made it, and the case that it is, where the person may read that. */
export interface CitedRow {
  by: string
  id?: string
  title?: string
}

export interface StandingText {
  name: string
  label: string
  now: boolean
  on?: string
  text: string
  spells: { title: string; since: string; until?: string }[]
}

export interface HistoryLine {
  id: string
  at: string
  /** Of the deployment's zone, as both sides count it. */
  day: string
  act: string
  actText: string
  by: string
  unitName: string
  station: string
  seq: number
  verdict: 'waiting' | 'accepted' | 'refused'
  clock: boolean
  changes: { field: string; label: string; text: string }[]
  problems: WordedProblem[]
}

export interface ActAnswer {
  /** Empty: done and durable. */
  problems: WordedProblem[]
  id: string
  state?: string
  /** The case the clerk would turn to: its numbers and what is said of it. */
  title?: string
  /** Numbers that were drawn, with their labels. */
  drawn?: { label: string; number: string; provisional: boolean }[]
  /** A form that went to a printer with the act. */
  print?: { job: string; device: string; ended: 'good' | 'void' | 'nothing' | 'uncertain' | 'running'; text: string }
}

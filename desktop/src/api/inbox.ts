import { z } from 'zod'
import { call } from './call.ts'
import { type ActAnswer, type HistoryLine, Patch, type ViewCell, type WordedProblem } from './cases.ts'

/** What was refused or overruled, for its author. */
export const INBOX_CALLS = {
  'inbox.list': call<InboxItem[]>()(z.object({})),
  /** Sends what was refused anew with these values; the fields in `leave` stay as they stand now. */
  'inbox.mend': call<ActAnswer>()(
    z.object({
      event: z.string(),
      patch: Patch,
      leave: z.array(z.string().max(60)).max(200).default([]),
    }),
  ),
  'inbox.withdraw': call<void>()(z.object({ event: z.string(), reason: z.string().min(2).max(200) })),
  /** What others decided over this person's values. */
  'inbox.overruled': call<OverruledNote[]>()(z.object({})),
  'inbox.read': call<void>()(z.object({ event: z.string().max(60) })),
} as const

/** Who wrote something, when and where, and the papers that lay before them. */
export interface Said {
  by: string
  unitName: string
  station: string
  at: string
  /** Hashes of scans that came with it or that its author had put into the case before. */
  papers: string[]
}

export interface InboxItem {
  event: string
  /** It is this person's own; else they settle it for somebody of their unit. */
  own: boolean
  mine: Said
  /** Its case was erased before it came: it cannot be sent again, only looked at and withdrawn. */
  erased?: true
  /** What others did to the case after its author had last looked; where the person may read it. */
  since: HistoryLine[]
  caseId: string
  type: string
  title: string
  act: string
  actText: string
  at: string
  by: string
  problems: WordedProblem[]
  /** What the clerk had entered, and what stands now: to mend field by field. */
  cells: InboxCell[]
}

export interface InboxCell extends ViewCell {
  now: string
  /** Somebody else wrote the field meanwhile: what, and what stood there before both. */
  theirs?: Said & { text: string; before: string }
}

/** A value of this person's that somebody else has replaced while settling a conflict. */
export interface OverruledNote {
  event: string
  caseId: string
  type: string
  title: string
  by: string
  unitName: string
  at: string
  fields: { label: string; mine: string; now: string }[]
}

import { z } from 'zod'
import type { Data } from '../../../shared-types/src/model/field.ts'
import { call } from './call.ts'
import { Patch } from './cases.ts'
import type { Download } from './files.ts'

/** Papers that people handed in once: what need not be brought again, and copies. */
export const ARCHIVE_CALLS = {
  /** For the form of a case as it stands: the earlier papers of its holder, for each paper that is asked for. */
  'archive.asked': call<AskedPapers[]>()(z.object({ type: z.string(), id: z.string().max(60), patch: Patch })),
  /** The copy of a paper for which a row of the ledger was entered, with its watermark; for who entered it, until its day. */
  'archive.copy': call<Download>()(z.object({ id: z.string().max(60) })),
  /** A closed case as a package for an archive: what it says, its pages, hashes and what was checked. */
  'archive.pack': call<Download>()(z.object({ id: z.string().max(60) })),
  /** Papers whose text has every word, here and with the line at the centre. */
  'archive.search': call<PageSearch>()(z.object({ text: z.string().max(200) })),
} as const

export interface PageSearch {
  hits: PageFound[]
  /** The centre was asked as well. */
  centre: boolean
  /** There are more than these: more words find fewer. */
  more: boolean
}

export interface PageFound {
  hash: string
  /** Absent where this window does not hold the case. */
  caseId?: string
  title: string
  unitName?: string
  /** What stands around the words; people's numbers in it are covered. */
  excerpt: string
}

/** A paper that a form asks for, and what the archive has in its place. */
export interface AskedPapers {
  name: string
  /** Of the field that takes it. */
  label: string
  /** The earlier paper that is named now. */
  taken?: string
  /** The field that names one. */
  field: string
  usable: (EarlierPaper & { fill: Data })[]
  /** Earlier ones that may not stand in, with the reasons why. */
  hindered: (EarlierPaper & { reasons: string[] })[]
}

export interface EarlierPaper {
  id: string
  /** Its kind, holder and number. */
  title: string
  /** On which it was handed in, YYYY-MM-DD. */
  day: string
  trust: string
  unitName: string
  pages: number
}

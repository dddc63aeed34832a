import { z } from 'zod'
import { call } from './call.ts'
import { type ActAnswer, Patch } from './cases.ts'
import type { Download } from './files.ts'

/** Printed forms and stamps, and those of which nobody knows the end. */
export const PAPERS_CALLS = {
  /** A form of a case as PDF, to look at; `print.form` sends it to the document printer as well. */
  'print.preview': call<Download>()(z.object({ id: z.string(), template: z.string() })),
  'print.form': call<{ job: string }>()(z.object({ id: z.string(), template: z.string() })),
  /** Attempts whose end nobody knows yet: the clerk says what came out. */
  'print.open': call<OpenPrint[]>()(z.object({})),
  'print.settle': call<ActAnswer>()(
    z.object({ id: z.string(), outcome: z.enum(['good', 'void', 'nothing']), patch: Patch.default({}) }),
  ),
  /** Stamps of which nobody knows yet whether they fell. */
  'seal.open': call<OpenStamp[]>()(z.object({})),
  /** What the machine of such a stamp counts now. */
  'seal.count': call<{ now: number }>()(z.object({ id: z.string().max(60) })),
  /** What a person saw on the paper, and how they know. */
  'seal.settle': call<ActAnswer>()(
    z.object({
      id: z.string().max(60),
      outcome: z.enum(['done', 'nothing']),
      note: z.string().trim().max(200),
    }),
  ),
} as const

export interface OpenPrint {
  id: string
  type: string
  title: string
  at: string
  device: string
  text: string
}

export interface OpenStamp {
  id: string
  type: string
  title: string
  at: string
  device: string
  /** What the machine counted before. */
  before: number
}

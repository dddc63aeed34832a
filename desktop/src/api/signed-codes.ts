import { z } from 'zod'
import type { CodeContent } from '../../../shared-types/src/engine/signed-code.ts'
import { call } from './call.ts'
import type { Download } from './files.ts'

/** Codes that the centre signed: verified here without a line, and drawn. */
export const SIGNED_CODES_CALLS = {
  'codes.verify': call<VerifiedCode>()(z.object({ text: z.string().max(2000) })),
  /** The code of a case as a picture to print elsewhere. */
  'codes.picture': call<Download>()(z.object({ id: z.string() })),
} as const

export interface VerifiedCode {
  verdict: 'good' | 'no-code' | 'altered' | 'foreign' | 'forged' | 'early' | 'expired' | 'ended'
  /** One sentence: what it is, and what to do. */
  text: string
  /** What stands in it, believed or not. */
  content?: CodeContent
  /** Until when this window knows what the centre said of codes; '' where it never heard of it. */
  knownAt: string
  /** The case, where this window has it and the person may read it. */
  caseId?: string
}

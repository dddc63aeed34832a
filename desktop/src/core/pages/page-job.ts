import type { FileFault, FileFaultCode } from '../file-fault.ts'
import type { BlankPage, MadePage } from './make-page.ts'
import type { PageProfile } from './page-profile.ts'

/** What a process for pages is asked to make: a page of one picture, or one sheet of both sides of a card. */
export type PageJob =
  | { make: 'page'; bytes: Uint8Array; profile: PageProfile }
  | { make: 'card'; sides: readonly [Uint8Array, Uint8Array] }

/** What comes back: one answer for each job, in their order. */
export type PoolAnswer<Made> = { made: Made } | { fault: FileFaultCode; facts: FileFault['facts'] } | { bug: string }

export type PageAnswer = PoolAnswer<MadePage | BlankPage>

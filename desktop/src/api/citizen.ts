import { z } from 'zod'
import { call } from './call.ts'
import { Patch } from './cases.ts'

/** The second screen. */
export const CITIZEN_CALLS = {
  /** How it stands with the second screen and this case; `patch` as it stands in the form now. */
  'citizen.state': call<CitizenView>()(
    z.object({ type: z.string().max(120), id: z.string().max(60), patch: Patch.default({}) }),
  ),
  /** Opens the second screen where the shell can, else answers the address that opens it once. */
  'citizen.open': call<{ url?: string }>()(z.object({})),
  /** Shows the citizen what was entered, to confirm and sign. */
  'citizen.ask': call<void>()(z.object({ type: z.string().max(120), id: z.string().max(60), patch: Patch })),
  /** Asks the citizen how they were served in a case that has no rating yet. */
  'citizen.askRating': call<void>()(z.object({ id: z.string().max(60) })),
  'citizen.takeBack': call<void>()(z.object({ id: z.string().max(60) })),
  /** For the second screen alone: what it shows, and what the citizen says to it. */
  'citizen.screen': call<CitizenScreen>()(z.object({})),
  'citizen.answer': call<void>()(
    z.object({
      ask: z.uuid(),
      answer: z.union([
        z.object({ signature: z.instanceof(Uint8Array) }),
        z.object({ wrong: z.array(z.string().max(60)).max(100) }),
      ]),
    }),
  ),
  /** Without a level the citizen would rather not say. */
  'citizen.rate': call<void>()(
    z.object({ ask: z.uuid(), level: z.string().max(60).optional(), reason: z.string().max(60).optional() }),
  ),
} as const

/** One line that the citizen reads. */
export interface CitizenLine {
  name: string
  label: string
  text: string
}

/** How the second screen stands to a case, for the clerk. */
export interface CitizenView {
  /** Second screens that are open; 0: there is none, and the shell may open one. */
  screens: number
  mayOpen: boolean
  /** The record type can be confirmed by the citizen. */
  confirms: boolean
  /** It is being asked for, is shown, waits for long; was signed, signed and changed since, or found wrong. */
  confirm?: 'asked' | 'shown' | 'late' | 'signed' | 'stale' | 'wrong'
  /** The signature that was given, for the form. */
  signature?: { field: string; file: string }
  /** What the citizen found wrong, as labels. */
  wrong: string[]
  rating?: 'may' | 'asked' | 'rated'
}

export type CitizenScreen = {
  /** The unit's name, and what the house is called. */
  unit: string
  deployment: string
  /** The desk's language, and that of what is asked while something is. */
  language: 'zh-CN' | 'en'
} & (
  | { state: 'waiting' }
  | { state: 'confirm'; ask: string; title: string; lines: CitizenLine[] }
  | {
      state: 'rate'
      ask: string
      title: string
      levels: { code: string; label: string; low: boolean }[]
      reasons: { code: string; label: string }[]
    }
)

import { z } from 'zod'
import { call } from './call.ts'

/** Sealed packages on sticks. */
export const CARRY_CALLS = {
  /** What was carried away on sticks and not answered yet, and what would be carried now. */
  'carry.state': call<CarryView>()(z.object({})),
  /** Seals all unsent work into one file for the centre. */
  'carry.out': call<CarriedPackage>()(z.object({})),
  /** A piece of a file that is to be given to the person. */
  'carry.read': call<{ bytes: Uint8Array; size: number }>()(
    z.object({
      file: z.string().regex(/^(\d{1,9}\.ctcarry|[0-9a-f]{64}\.ctreceipt)$/),
      at: z.number().int().min(0),
    }),
  ),
  /** A file from a stick, piece by piece: `begin`, `write` in order, then what is to be done with it; `drop` lets it go. */
  'carry.begin': call<{ upload: string }>()(z.object({})),
  'carry.write': call<void>()(
    z.object({ upload: z.uuid(), at: z.number().int().min(0), bytes: z.instanceof(Uint8Array) }),
  ),
  'carry.look': call<CarryLook>()(z.object({ upload: z.uuid() })),
  /** Takes a receipt of this window. */
  'carry.take': call<CarryTaken>()(z.object({ upload: z.uuid() })),
  /** Hands a package of another window on to the centre, and fetches its receipt. */
  'carry.bring': call<CarryBrought>()(z.object({ upload: z.uuid() })),
  'carry.drop': call<void>()(z.object({ upload: z.uuid() })),
} as const

/** A package that this window made for a stick. */
export interface CarriedPackage {
  sequence: number
  /** ISO 8601, the device's clock. */
  made: string
  /** The sha-256 of the file, in hex. */
  hash: string
  size: number
  events: number
  files: number
  receipt?: { taken: string; accepted: number; refused: number }
}

export interface CarryView {
  /** What a package made now would hold. */
  events: number
  files: number
  bytes: number
  /** Newest first. */
  packages: (CarriedPackage & {
    /** Its file is still here, under this name for `carry.read`; `name` is what the person gets. */
    file?: string
    name: string
    /** A newer package holds everything that this one did. */
    superseded: boolean
  })[]
}

/** What a file from a stick says of itself; what may be done with it. */
export interface CarryLook {
  kind: 'package' | 'receipt'
  station: string
  unit: string
  sequence: number
  made: string
  events: number
  files: number
  size: number
  /** `take`: a receipt for this window. `bring`: a package, to be handed on. */
  may: 'take' | 'bring'
}

export interface CarryTaken {
  sequence: number
  accepted: number
  refused: number
  /** Others' events that came with it; `behind`: they did not, and come with the next receipt or by the line. */
  others: number
  behind: boolean
  /** So many of this window's events still wait for an answer. */
  waiting: number
}

export interface CarryBrought {
  station: string
  unit: string
  sequence: number
  made: string
  events: number
  files: number
  accepted: number
  refused: number
  again: boolean
  /** The receipt, for `carry.read`, and what the person gets it as. */
  file: string
  name: string
}

import { z } from 'zod'
import type { GapAccount, Lease } from '../../../shared-types/src/protocol.ts'
import { call } from './call.ts'
import type { Row } from './cases.ts'

/** How the window stands with the centre. */
export const SYNC_CALLS = {
  status: call<Status>()(z.object({})),
  'sync.now': call<Status>()(z.object({})),
  /** What was printed and the centre has not yet accepted. */
  'sync.unconfirmed': call<Row[]>()(z.object({})),
  /** The cases with work that the centre has not answered yet, oldest first. */
  'sync.unsent': call<Row[]>()(z.object({})),
  'numbers.leases': call<(Lease & { left: number; label: string })[]>()(z.object({})),
  'numbers.gaps': call<GapAccount>()(z.object({ series: z.string(), year: z.number().int() })),
} as const

export interface Status {
  network: 'online' | 'offline' | 'not-enrolled'
  /** Why it is offline, when it is known. */
  networkText?: string
  lastSync?: string
  unsent: number
  refused: number
  /** Conflicts that others settled over this person's values, not yet noted. */
  overruled: number
  unconfirmed: number
  syncing: boolean
  /** First sync: how far it has come. */
  seeding?: { done: number; total: number }
  devices: {
    id: string
    kind: string
    name: string
    state: 'ready' | 'busy' | 'absent' | 'fault'
    text: string
    simulated: boolean
  }[]
  /** The clock stands before the last known time. */
  clock?: string
  warnings: string[]
}

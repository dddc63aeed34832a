import { z } from 'zod'
import type { Station } from '../../../shared-types/src/protocol.ts'
import { call } from './call.ts'

/** Settings, backups and the demo’s devices. */
export const SETTINGS_CALLS = {
  'settings.read': call<SettingsView>()(z.object({})),
  'settings.parameter': call<SettingsView>()(
    z.object({ domain: z.string(), name: z.string(), value: z.union([z.number(), z.boolean()]) }),
  ),
  'settings.calendar': call<SettingsView>()(z.object({ holidays: z.array(z.string()), workdays: z.array(z.string()) })),
  /** The verified backups of this window, newest first: for administrators, and at the start of one whose data is unreadable. */
  'backups.list': call<BackupsView>()(z.object({})),
  'backups.make': call<BackupsView>()(z.object({})),
  /** Puts a backup in the place of the window's data and opens it anew: everybody is signed out. */
  'backups.restore': call<{ text: string }>()(z.object({ name: z.string().max(60) })),
  /** Lays unreadable data aside and begins with an empty window, which must be enrolled anew. */
  'backups.anew': call<void>()(z.object({})),
  /** The simulated devices, in demo mode only. */
  'demo.state': call<DemoState>()(z.object({})),
  'demo.card': call<DemoState>()(z.object({ person: z.number().int().nullable() })),
  'demo.network': call<DemoState>()(z.object({ on: z.boolean() })),
  'demo.fault': call<DemoState>()(
    z.object({
      device: z.enum(['card-printer', 'document-printer', 'scanner', 'id-card', 'seal']),
      fault: z.string().nullable(),
    }),
  ),
  'demo.refill': call<DemoState>()(
    z.object({ device: z.enum(['card-printer', 'document-printer']), count: z.number().int().min(0).max(10_000) }),
  ),
} as const

export interface SettingsView {
  station?: Station
  server?: string
  /** The fingerprint of the authority by which this window knows the centre; absent on the centre's own machine. */
  authority?: string
  /** The last day of the certificate that the centre showed last. */
  certificateUntil?: string
  dataFolder: string
  version: string
  mayEdit: boolean
  parameters: {
    domain: string
    name: string
    label: string
    value: number | boolean
    default: number | boolean
    min?: number
    max?: number
  }[]
  calendar: { holidays: string[]; workdays: string[]; coveredYears: number[] }
}

export interface BackupsView {
  /** What is wrong with the window's data; absent while it works. */
  fault?: string
  backups: {
    name: string
    at: string
    /** Why it was made. */
    why: string
    events: number
    unsent: number
    /** What becomes of the work that was entered after it. */
    since: string
    /** Some of that work may be lost by restoring. */
    loses: boolean
  }[]
}

export interface DemoState {
  demo: boolean
  network: boolean
  people: { n: number; name: string; note: string }[]
  onReader: number | null
  printers: { device: string; left: number; fault: string | null }[]
  faults: Readonly<Record<string, readonly string[]>>
}

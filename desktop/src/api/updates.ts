import { z } from 'zod'
import type {
  UpdatePackage,
  UpdateProgress,
  UpdateRollout,
  UpdateStation,
} from '../../../shared-types/src/protocol-updates.ts'
import { call } from './call.ts'

/** Versions of this program. */
export const UPDATES_CALLS = {
  /** The version of this window's program, and what is coming. */
  'updates.state': call<UpdateView>()(z.object({})),
  /** For administrators: asks the centre now, and fetches and lays what it has; it runs from the next start on. */
  'updates.look': call<UpdateView>()(z.object({})),
  /** Lays a version from a file that came by `carry.begin` and `carry.write`. */
  'updates.take': call<UpdateView>()(z.object({ upload: z.uuid() })),
  /** For administrators, with the centre at hand: the packages, who gets them, and how the windows stand. */
  'updates.plan': call<UpdatesPlan>()(z.object({})),
  'updates.roll': call<UpdatesPlan>()(
    z.object({
      package: z.string().regex(/^[0-9a-f]{64}$/),
      /** A unit or a station. */
      target: z.string().regex(/^[\w.:-]{1,60}$/),
      percent: z.number().int().min(0).max(100),
    }),
  ),
  /** Brings a file that came by `carry.begin` and `carry.write` to the centre, for the windows. */
  'updates.bring': call<UpdatesPlan>()(z.object({ upload: z.uuid() })),
} as const

export interface UpdateView {
  version: string
  /** A launcher started it: versions can be laid beside it. */
  managed: boolean
  /** It knows whose releases to take. */
  released: boolean
  progress: UpdateProgress
  text: string
}

export interface UpdatesPlan {
  packages: UpdatePackage[]
  /** `name`: of the unit or station. */
  rollouts: (UpdateRollout & { name: string })[]
  stations: (UpdateStation & { unitName: string; text: string })[]
}

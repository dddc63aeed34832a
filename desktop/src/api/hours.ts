import { z } from 'zod'
import { areHours } from '../../../shared-types/src/engine/business-hours.ts'
import type { BusinessHours } from '../../../shared-types/src/model/person.ts'
import { call } from './call.ts'

const Hours = z
  .object({ openAm: z.string(), closeAm: z.string(), openPm: z.string(), closePm: z.string() })
  .refine(areHours)

/** When units take applications. */
export const HOURS_CALLS = {
  'hours.read': call<HoursView>()(z.object({ unit: z.string() })),
  /** Null: those of the unit above. */
  'hours.put': call<HoursView>()(z.object({ unit: z.string(), hours: Hours.nullable() })),
} as const

export interface HoursView {
  hours: BusinessHours
  /** They are the unit's own. */
  own: boolean
  /** The unit above from which they come; absent where nobody set any. */
  from?: string
}

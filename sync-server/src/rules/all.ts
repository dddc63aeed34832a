import { cardBalance } from './card-balance.ts'
import { employmentDateChanged, residentDateChanged } from './date-changed.ts'
import { multiPlace } from './multi-place.ts'
import { numberGap } from './number-gap.ts'
import { offHours } from './off-hours.ts'
import { permitVolume } from './permit-volume.ts'
import { printWithoutApplication } from './print-without-application.ts'
import { rejectionRate, voidRate } from './rate.ts'
import type { Rule } from './rule.ts'
import { sharedAddress } from './shared-address.ts'
import { terminalMismatch } from './terminal-mismatch.ts'
import { turnaround } from './turnaround.ts'
import { unknownVenue } from './unknown-venue.ts'
import { venueFootfall } from './venue-footfall.ts'

/** The rules of the design page, in its order: a backtest replays these. */
export const PAGE_RULES: readonly Rule[] = [
  venueFootfall,
  unknownVenue,
  permitVolume,
  offHours,
  turnaround,
  terminalMismatch,
  voidRate,
  rejectionRate,
  multiPlace,
  sharedAddress,
  residentDateChanged,
  employmentDateChanged,
]

/** Every rule that is judged at night. */
export const RULES: readonly Rule[] = [...PAGE_RULES, cardBalance, printWithoutApplication, numberGap]

/** Throws for an id that is none: the doors look with `RULES` first. */
export function ruleOf(id: string): Rule {
  const rule = RULES.find(known => known.id === id)
  if (!rule) throw new RangeError(`no rule ${id}`)
  return rule
}

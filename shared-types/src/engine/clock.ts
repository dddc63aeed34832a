import type { CaseEvent } from '../model/case.ts'
import { dayOf } from './day.ts'

/** A clock that is off by less is nobody's business; ms. As long as a signed request is good. */
const OFF = 5 * 60_000

/** Whether a device's time, ISO 8601, lies further ahead of the centre's than clocks differ. */
export const isAhead = (device: string, centre: string): boolean => Date.parse(device) - Date.parse(centre) > OFF

/**
 * The instant that decides about an event: the device's time, or the last server time seen when the device's clock
 * stood behind it. A moved clock is marked on the event, never hidden.
 */
const instantOf = (event: Pick<CaseEvent, 'at' | 'seen' | 'clock'>): string =>
  event.clock === 'behind' && event.seen > event.at ? event.seen : event.at

/** The day on which an event counts, in the deployment's zone: both sides decide by it. */
export const dayOfEvent = (event: Pick<CaseEvent, 'at' | 'seen' | 'clock'>, zone: string): string =>
  dayOf(instantOf(event), zone)

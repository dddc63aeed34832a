import type { CaseEvent } from '../model/case.ts'
import { dayOf } from './day.ts'

/**
 * The instant that decides about an event: the device's time, or the last server time seen when the device's clock
 * stood behind it. A moved clock is marked on the event, never hidden.
 */
const instantOf = (event: Pick<CaseEvent, 'at' | 'seen' | 'clock'>): string =>
  event.clock === 'behind' && event.seen > event.at ? event.seen : event.at

/** The day on which an event counts, in the deployment's zone: both sides decide by it. */
export const dayOfEvent = (event: Pick<CaseEvent, 'at' | 'seen' | 'clock'>, zone: string): string =>
  dayOf(instantOf(event), zone)

import { dayOfEvent, isAhead } from '../../../shared-types/src/engine/clock.ts'
import type { CaseEvent } from '../../../shared-types/src/model/case.ts'

/** The stamp of an event: device time, counter, the last server time seen, and whether the clock is known to be wrong. */
export type Stamp = Pick<CaseEvent, 'at' | 'counter' | 'seen' | 'clock'>

export interface Clock {
  /** Stamps the next event of this station; counters never repeat, whatever the clock says. */
  stamp(): Stamp
  /** The server said what time it is: from now on that counts, and no event of a clock that ran ahead. */
  saw(time: string): void
  today(): string
  now(): string
  seen(): string
  /** How far the device clock stands behind the last known time, in minutes; 0 when it does not. */
  behind(): number
}

/** `last` is this station's last event, `seen` the last server time; `now` is the device's clock. */
export function clock(
  start: { counter: number; at: string; seen: string },
  zone: () => string,
  now: () => string,
): Clock {
  const state = { ...start, ahead: false }
  const known = () => [state.seen, state.at].sort().at(-1)!
  /** A clock that is set right by a few seconds is no moved clock. */
  const behind = () =>
    Math.max(0, Math.floor((Date.parse(known() || '1970-01-01T00:00:00Z') - Date.parse(now())) / 60_000) - 1)
  const mark = (): Pick<CaseEvent, 'clock'> => {
    if (behind() > 0) return { clock: 'behind' }
    return state.ahead ? { clock: 'ahead' } : {}
  }
  return {
    stamp() {
      state.counter += 1
      const at = now()
      // It was put right, or at least moved: how it stands is known when the centre is heard again.
      if (at < state.at) state.ahead = false
      const stamp: Stamp = {
        at,
        counter: state.counter,
        seen: known() > at && behind() > 0 ? known() : state.seen,
        ...mark(),
      }
      if (at > state.at) state.at = at
      return stamp
    },
    saw(time) {
      state.seen = time
      state.at = ''
      state.ahead = isAhead(now(), time)
    },
    today: () => dayOfEvent({ at: now(), seen: known(), ...mark() }, zone()),
    now,
    seen: () => state.seen,
    behind,
  }
}

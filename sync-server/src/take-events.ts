import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import type { Station } from '../../shared-types/src/protocol.ts'
import { type AcceptParts, accept, type Verdict } from './accept.ts'
import { unitsOf } from './group-shape.ts'
import { parsedPush } from './parse.ts'
import { isTransient } from './refusal.ts'
import { refuseUnread } from './refuse-unread.ts'

export interface TakeParts extends AcceptParts {
  fault: (error: unknown, about: string) => void
}

/**
 * Takes a `PushRequest` as it came: a verdict for each event in it, also for what is none. Throws a Refusal for a body of
 * another shape, and what the database throws when it is busy or gone; all of it may then be sent again.
 */
export async function takeEvents(parts: TakeParts, station: Station, body: unknown): Promise<Verdict[]> {
  const { events, broken } = parsedPush(body)
  const verdicts: Verdict[] = broken.map(row => ({ ...row, verdict: 'refused', seq: 0 }))
  const units = unitsOf(events)
  for (let i = 0; i < units.length; i += TOGETHER)
    verdicts.push(...(await acceptTogether(parts, station, units.slice(i, i + TOGETHER))))
  return verdicts
}

/** Units of one transaction: a sync to the disk for each event is slow, and a long turn keeps everybody else waiting. */
const TOGETHER = 50

/** A unit that breaks the program takes those beside it down with it: then each has a transaction of its own. */
async function acceptTogether(
  parts: TakeParts,
  station: Station,
  units: readonly (readonly CaseEvent[])[],
): Promise<Verdict[]> {
  try {
    return await accept(parts, station, units)
  } catch (error) {
    if (isTransient(error)) throw error
  }
  const verdicts: Verdict[] = []
  for (const unit of units) verdicts.push(...(await acceptSafely(parts, station, unit)))
  return verdicts
}

/**
 * What breaks the program in one unit must not hold up the queue behind it for ever: it is refused as unreadable and
 * reported as the fault that it is. A database that is busy or gone is no fault of the event.
 */
async function acceptSafely(parts: TakeParts, station: Station, unit: readonly CaseEvent[]): Promise<Verdict[]> {
  try {
    return await accept(parts, station, [unit])
  } catch (error) {
    if (isTransient(error)) throw error
    parts.fault(error, `event ${unit[0]!.id}`)
    return refuseUnread(parts, station, unit)
  }
}

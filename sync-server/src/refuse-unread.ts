import type { CaseEvent, Problem } from '../../shared-types/src/model/case.ts'
import type { Station } from '../../shared-types/src/protocol.ts'
import type { AcceptParts, Verdict } from './accept.ts'
import { followStation } from './audit-station.ts'
import { append } from './event-log.ts'

/** Keeps events that could not even be judged, refused: their station gets them back and a person can enter them anew. */
export function refuseUnread(
  { store, now }: AcceptParts,
  station: Station,
  events: readonly CaseEvent[],
): Promise<Verdict[]> {
  const problems: Problem[] = [{ code: 'unknown', with: { why: 'fault' } }]
  return store.transaction(async turn => {
    const verdicts: Verdict[] = []
    for (const event of events) {
      const entry = { event, station: station.id, problems, folded: false, moves: false, receivedAt: now() }
      const seq = await append(turn, { ...entry, verdict: 'refused' })
      verdicts.push({ id: event.id, verdict: 'refused', seq, problems })
    }
    await followStation(turn, station, events, now())
    return verdicts
  })
}

import type { WithDeleted } from 'rxdb'
import type { CaseEvent, StoredEvent } from '../../../shared-types/src/model/case.ts'
import { PUSH_LIMIT } from '../../../shared-types/src/protocol.ts'
import type { Events } from './events.ts'
import type { ServerClient } from './server-client.ts'

/** An event document as RxDB replicates it. */
export type Doc = WithDeleted<StoredEvent>

/** Talks with the server, and notes from how it goes whether the line is there. */
export type Talk = <T extends { time?: string }>(work: () => Promise<T>) => Promise<T>

/** Sends events in the order of their counters; of a group all members, whichever of them RxDB asked for. */
export async function pushAll(events: Events, server: ServerClient, talk: Talk, asked: readonly StoredEvent[]) {
  const groups = new Set(asked.flatMap(e => (e.group ? [e.group.id] : [])))
  const members = groups.size ? (await events.waiting()).filter(e => e.group && groups.has(e.group.id)) : []
  const all = [...new Map([...asked, ...members].map(e => [e.id, e])).values()].sort((a, b) => a.counter - b.counter)
  const verdicts = []
  for (const batch of batches(all))
    verdicts.push(...(await talk(() => server.push({ events: batch.map(bare) }))).verdicts)
  return verdicts
}

/** The server's verdicts as RxDB takes them: the master state of each row, which replaces what waits here. */
export function answered(
  asked: readonly Doc[],
  verdicts: readonly { id: string; verdict: 'accepted' | 'refused'; seq: number; problems: StoredEvent['problems'] }[],
): Doc[] {
  const said = new Map(verdicts.map(v => [v.id, v]))
  return asked.flatMap(doc => {
    const verdict = said.get(doc.id)
    return verdict ? [{ ...doc, seq: verdict.seq, verdict: verdict.verdict, problems: verdict.problems }] : []
  })
}

/** No batch over the limit, no group in two batches. */
function batches(events: readonly StoredEvent[]): StoredEvent[][] {
  const found: StoredEvent[][] = [[]]
  for (const unit of units(events)) {
    if (found.at(-1)!.length + unit.length > PUSH_LIMIT) found.push([])
    found.at(-1)!.push(...unit)
  }
  return found
}

function units(events: readonly StoredEvent[]): StoredEvent[][] {
  return [...Map.groupBy(events, e => e.group?.id ?? e.id).values()].map(unit =>
    unit.sort((a, b) => (a.group?.place ?? 0) - (b.group?.place ?? 0)),
  )
}

/** The event as its author said it. */
function bare({
  id,
  caseId,
  type,
  act,
  patch,
  base,
  by,
  station,
  at,
  counter,
  seen,
  clock,
  group,
  mends,
}: StoredEvent): CaseEvent {
  return {
    id,
    caseId,
    type,
    act,
    patch,
    base,
    by,
    station,
    at,
    counter,
    seen,
    ...(clock && { clock }),
    ...(group && { group }),
    ...(mends && { mends }),
  }
}

import type { WithDeleted } from 'rxdb'
import type { CaseEvent, StoredEvent } from '../../../shared-types/src/model/case.ts'
import { PUSH_LIMIT, type PushAnswer } from '../../../shared-types/src/protocol.ts'
import type { Events } from './events.ts'
import type { Numbered } from './numbered.ts'
import { oneAtATime } from './one-at-a-time.ts'
import type { ServerClient } from './server-client.ts'
import { ServerUnreachable } from './server-fault.ts'

/** An event document as RxDB replicates it. */
export type Doc = WithDeleted<StoredEvent>

/** Talks with the server, and notes from how it goes whether the line is there. */
export type Talk = <T extends { time?: string }>(work: () => Promise<T>) => Promise<T>

type Verdict = PushAnswer['verdicts'][number]

/** Sends these events and answers their verdicts, one caller after the other. */
export type PushAll = (asked: readonly StoredEvent[]) => Promise<Verdict[]>

/**
 * RxDB asks for rows in the order in which they were written, a hundred at a time and several hundreds at once. What is
 * sent goes by the counters instead, one request after the other: whatever waits with a lower counter goes first, so that
 * no step overtakes the one it stands on; of a group all members. What was answered once in this run is not sent again.
 * `beginAnew` is called when the centre was set back: what it lost waits again after it, and goes first. The way down cannot
 * be waited for, as RxDB starts it only while nothing is under way up.
 */
export function pushing(
  events: Pick<Events, 'waiting'>,
  server: Pick<ServerClient, 'push'>,
  talk: Talk,
  numbered: Pick<Numbered, 'saw' | 'last'>,
  beginAnew: () => Promise<void>,
): { pushAll: PushAll; forget: () => void } {
  const said = new Map<string, Verdict>()
  const queue = oneAtATime()
  const send = async (asked: readonly StoredEvent[]): Promise<Verdict[]> => {
    const waiting = await events.waiting()
    const here = new Set([...waiting, ...asked].map(e => e.id))
    for (const id of said.keys()) if (!here.has(id)) said.delete(id)
    for (const batch of batches(dueWith(asked, waiting).filter(e => !said.has(e.id)))) {
      const highest = await numbered.last()
      const { verdicts, restart } = await talk(() => server.push({ events: batch.map(bare), numbered: highest }))
      if (restart) {
        said.clear()
        await beginAnew()
        return send(asked)
      }
      await numbered.saw(Math.max(...verdicts.map(v => v.seq)))
      for (const verdict of verdicts) said.set(verdict.id, verdict)
    }
    // Without a verdict RxDB would take the row for sent, and never ask again.
    if (asked.some(e => !said.has(e.id))) throw new ServerUnreachable(new Error('an answer lacks a verdict'))
    return asked.map(e => said.get(e.id)!)
  }
  return { pushAll: asked => queue(() => send(asked)), forget: () => said.clear() }
}

/** What must be sent for these to be sent, in the order of the counters. */
function dueWith(asked: readonly StoredEvent[], waiting: readonly StoredEvent[]): StoredEvent[] {
  const last = Math.max(...asked.map(e => e.counter))
  const first = [...asked, ...waiting.filter(e => e.counter <= last)]
  const groups = new Set(first.flatMap(e => (e.group ? [e.group.id] : [])))
  const members = waiting.filter(e => e.group && groups.has(e.group.id))
  return [...new Map([...first, ...members].map(e => [e.id, e])).values()].sort((a, b) => a.counter - b.counter)
}

/** The server's verdicts as RxDB takes them: the master state of each row, which replaces what waits here. */
export function answered(asked: readonly Doc[], verdicts: readonly Verdict[]): Doc[] {
  const said = new Map(verdicts.map(v => [v.id, v]))
  return asked.flatMap(doc => {
    const verdict = said.get(doc.id)
    return verdict ? [{ ...doc, seq: verdict.seq, verdict: verdict.verdict, problems: verdict.problems }] : []
  })
}

/** No batch over the limit, no group in two batches. */
export function batches(events: readonly StoredEvent[]): StoredEvent[][] {
  const found: StoredEvent[][] = []
  for (const unit of units(events)) {
    if (!found.length || found.at(-1)!.length + unit.length > PUSH_LIMIT) found.push([])
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
export function bare({
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
  mendsBase,
  prev,
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
    ...(mendsBase !== undefined && { mendsBase }),
    ...(prev && { prev }),
  }
}

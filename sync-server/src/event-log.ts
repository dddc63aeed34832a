import { sql } from 'kysely'
import { disposedBody, logLine, proofOf } from '../../shared-types/src/engine/audit-chain.ts'
import { isAhead } from '../../shared-types/src/engine/clock.ts'
import type { CaseEvent, Problem, StoredEvent } from '../../shared-types/src/model/case.ts'
import { list, run } from '../../shared-types/src/store/statement.ts'
import { sha256 } from './sha256.ts'
import type { Db, Turn } from './store.ts'
import type { ServerTables } from './tables.ts'

/** A row of the log as it is served; what is beside it is for the audit. */
export type EventRow = Omit<ServerTables['events'], 'link' | 'person' | 'act' | 'unit'>

interface Entry {
  event: CaseEvent
  station: string
  verdict: 'accepted' | 'refused'
  problems: readonly Problem[]
  folded: boolean
  moves: boolean
  receivedAt: string
  /** Its content is not kept: it belongs to a case that was erased. */
  erased?: boolean
}

const COLUMNS = [
  'seq',
  'id',
  'case_id',
  'type',
  'station',
  'verdict',
  'folded',
  'moves',
  'body',
  'problems',
  'received_at',
  'link',
  'person',
  'act',
  'unit',
] as const
const INSERT = `insert into events (${COLUMNS.join(', ')}) values (${list(COLUMNS.length)})`

/** Adds an event at the end of the log, and answers its number. */
export async function append(turn: Turn, entry: Entry): Promise<number> {
  const row = await linked(turn, entry)
  await run(
    turn.db,
    INSERT,
    COLUMNS.map(column => row[column]),
  )
  return row.seq
}

/** The row that an entry becomes, at the end of the log: with its number and its link. To be inserted in this turn. */
export async function linked(turn: Turn, entry: Entry): Promise<ServerTables['events']> {
  const { event } = entry
  const row = {
    id: event.id,
    case_id: event.caseId,
    type: event.type,
    station: entry.station,
    verdict: entry.verdict,
    folded: entry.folded ? 1 : 0,
    moves: entry.moves ? 1 : 0,
    body: entry.erased ? disposedBody(sha256, JSON.stringify(event)) : JSON.stringify(event),
    problems: JSON.stringify(entry.problems),
    received_at: entry.receivedAt,
  }
  const place = await turn.next(seq => logLine(proofOf(sha256, { ...row, seq })))
  return { ...row, ...place, person: event.by.id, act: event.act, unit: event.by.unit }
}

/** The events that are known by these ids. */
export async function knownEvents(db: Db, ids: readonly string[]): Promise<Map<string, EventRow>> {
  if (ids.length === 0) return new Map()
  const rows = await run<EventRow>(db, `select * from events where id in (${list(ids.length)})`, ids)
  return new Map(rows.map(row => [row.id, row]))
}

/** The events that count in these cases up to a number, by case and in order. */
export async function foldedEvents(db: Db, caseIds: readonly string[], upTo: number): Promise<Map<string, EventRow[]>> {
  if (caseIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('events')
    .selectAll()
    .where('case_id', 'in', caseIds)
    .where('folded', '=', 1)
    .where('seq', '<=', upTo)
    .orderBy('seq')
    .execute()
  return Map.groupBy(rows, row => row.case_id)
}

export function eventOf(row: EventRow): StoredEvent {
  const event = JSON.parse(row.body) as CaseEvent
  return {
    ...event,
    ...(isAhead(event.at, row.received_at) && { early: true }),
    seq: row.seq,
    verdict: row.verdict,
    problems: JSON.parse(row.problems) as Problem[],
  }
}

/** Every column of `events`, for a query that joins `cases`. */
export const EVENT_COLUMNS = sql`events.seq, events.id, events.case_id, events.type, events.station, events.verdict, events.folded, events.moves, events.body, events.problems, events.received_at`

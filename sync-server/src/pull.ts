import { sql } from 'kysely'
import { dayOf } from '../../shared-types/src/engine/day.ts'
import { type Checkpoint, type EventDocument, NOTHING_HELD, type Station } from '../../shared-types/src/protocol.ts'
import { AUDIT } from './audit.ts'
import type { ReadDirectory } from './directory.ts'
import { DISPOSE, erasedFor, erasedSince, isDisposed, isErasure } from './disposed.ts'
import { EVENT_COLUMNS, eventOf, foldedEvents } from './event-log.ts'
import { inScopeSql } from './in-scope-sql.ts'
import { memberships } from './memberships.ts'
import { keepScope, type Position, positionOf, positionText } from './position.ts'
import type { ReadScope, ReadScopeOf } from './scope.ts'
import { type Candidate, movedIn, served } from './served.ts'
import { isSetBack } from './set-back.ts'
import { type Db, lastNumber, type Store } from './store.ts'
import { withdrawn, withheld } from './withheld.ts'

export interface Pulled {
  documents: EventDocument[]
  checkpoint: Checkpoint
  /** The station's checkpoint is from a scope that this server does not know: it forgets what it holds and starts anew. */
  restart?: true
}

export interface PullParts {
  store: Store
  directory: ReadDirectory
  scopeOf: ReadScopeOf
  now: () => string
}

/** After this long an answer is given with what was found so far, before the window gives up waiting. */
const PATIENCE = 10_000

interface Page extends Pulled {
  /** Nothing lies behind it. */
  last: boolean
}

/**
 * What a station lacks after a checkpoint: events of cases in its scope, its own refused events, and withdrawals of what
 * left the scope. Fewer documents than `limit` means that there are no more (RxDB's replication counts on that). Depends
 * on nothing but the checkpoint, so that an answer that was lost is simply asked for again. Pulled to the end, a station
 * holds exactly the events of the cases in its scope.
 */
export async function pull(parts: PullParts, station: Station, from: Checkpoint, limit: number): Promise<Pulled> {
  const documents = new Map<string, EventDocument>()
  const start = performance.now()
  for (let checkpoint = from; ; ) {
    const page = await nextPage(parts, station, checkpoint, limit)
    if (page.restart && documents.size === 0) return page
    if (!page.restart) checkpoint = page.checkpoint
    for (const document of page.documents) {
      documents.delete(document.id)
      documents.set(document.id, document)
    }
    if (page.last || page.restart || documents.size >= limit || performance.now() - start > PATIENCE)
      return { documents: [...documents.values()], checkpoint }
  }
}

/** The next `limit` rows of the log that may concern the station. */
async function nextPage(parts: PullParts, station: Station, from: Checkpoint, limit: number): Promise<Page> {
  const now = await parts.directory(parts.store.db)
  const scope = parts.scopeOf(now, station.unit, dayOf(parts.now(), now.zone))
  // Whoever comes with its hash was served it, and then it was kept.
  if (from.scope !== scope.hash) await keepScope(parts.store.db, scope)
  return parts.store.read(async db => {
    // A number that was never given: this server was set back to an older state, and what it says now may differ.
    const ahead = await isSetBack(db, from.seq, from.numbered ?? 0, from.stored ?? 0)
    const position = ahead ? undefined : await positionOf(db, from, scope)
    if (!position) return { documents: [], checkpoint: { seq: 0, scope: scope.hash }, restart: true, last: true }
    const next = position.old.length ? crossOver : follow
    return next(parts.store, db, station, position, limit)
  })
}

/** The scope is the same as last time: what happened since. */
async function follow(store: Store, db: Db, station: Station, at: Position, limit: number): Promise<Page> {
  const { scope } = at
  const end = await lastNumber(db)
  const readable = inScopeSql(store.kinds, [scope], store.dialect)
  const types = Object.keys(scope.reads)
  const known = types.length ? sql`events.type in (${sql.join(types)})` : sql`1 = 0`
  const found = await candidates(
    db,
    sql`events.seq > ${at.seq} and ((events.folded = 1 and (${readable} or (events.moves = 1 and ${known}) or events.station = ${station.id})) or (events.verdict = 'refused' and events.station = ${station.id}) or (events.type = ${AUDIT} and events.act = ${DISPOSE}))`,
    readable,
    limit,
  )
  const seq = found.length === limit ? found.at(-1)!.seq : Math.max(end, at.seq)
  const live = found.filter(row => !isErasure(row) && !isDisposed(row))
  // As they stand now, behind this page too: a case that has left meanwhile is not given out any more.
  const histories = await foldedEvents(db, [...movedIn(live)], end)
  const erased = await erasedFor(db, found, station.id, [scope])
  const serving = { kinds: store.kinds, scope, station: station.id, after: at.seq, upTo: seq }
  const documents = served(serving, live, histories, erased)
  return { documents, checkpoint: { seq, scope: scope.hash }, last: found.length < limit }
}

async function candidates(
  db: Db,
  where: ReturnType<typeof sql>,
  readable: ReturnType<typeof sql>,
  limit: number,
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select ${EVENT_COLUMNS}, case when ${readable} then 1 else 0 end as readable
    from events left join cases on cases.id = events.case_id
    where ${where} order by events.seq limit ${limit}`.execute(db)
  return rows
}

/**
 * The scope has changed: from the first event up to where the station stood in its old scope, what came in is served and
 * what left is withdrawn. After that it follows the new scope from there.
 */
async function crossOver(store: Store, db: Db, station: Station, at: Position, limit: number): Promise<Page> {
  const { scope, old, until } = at
  const readable = inScopeSql(store.kinds, [scope], store.dialect)
  const held = inScopeSql(store.kinds, old, store.dialect)
  // A station that may hold less than up to `until` may not have heard of an erasure below that either.
  const since = old.some(o => o.hash === NOTHING_HELD) ? 0 : until
  const found = await candidates(
    db,
    sql`events.seq > ${at.seq} and events.seq <= ${until} and events.folded = 1 and (${readable} or ${held} or events.station = ${station.id} or exists (select 1 from events as moved where moved.case_id = events.case_id and moved.moves = 1) or exists (select 1 from erased_cases where erased_cases.case_id = events.case_id and erased_cases.seq > ${since}))`,
    readable,
    limit,
  )
  const live = found.filter(row => !isDisposed(row))
  const histories = await foldedEvents(db, [...new Set(live.map(row => row.case_id))], await lastNumber(db))
  const left = live.flatMap(row => {
    const rows = histories.get(row.case_id) ?? []
    const steps = old.map(o => memberships(store.kinds, rows, o))
    const sameFields = old.every(o => sameHidden(o, scope, row.type))
    if (Number(row.readable))
      return sameFields && steps.every(s => s.every(Boolean)) ? [] : [withheld(eventOf(row), scope, station.id)]
    return row.station === station.id || steps.some(s => s.some(Boolean)) ? [withdrawn(eventOf(row), station.id)] : []
  })
  const documents = [...left, ...(await erasedSince(db, found, station.id, [scope, ...old], since))]
  const done = found.length < limit
  const checkpoint = done ? { seq: until, scope: scope.hash } : { seq: found.at(-1)!.seq, scope: positionText(at) }
  return { documents, checkpoint, last: false }
}

const sameHidden = (a: ReadScope, b: ReadScope, type: string) =>
  JSON.stringify(a.hidden[type]) === JSON.stringify(b.hidden[type])

import type { Case } from '../../shared-types/src/model/case.ts'
import { PULL_LIMIT } from '../../shared-types/src/protocol.ts'
import { sqlCaseStore } from '../../shared-types/src/store/sql-case-store.ts'
import { run } from '../../shared-types/src/store/statement.ts'
import { AUDIT } from './audit.ts'
import { DISPOSE, isDisposed, isErasure } from './disposed.ts'
import { type EventRow, foldedEvents } from './event-log.ts'
import { inScope, type ReadScope } from './scope.ts'
import { type Candidate, movedIn, type Serving, served } from './served.ts'
import { isSetBack } from './set-back.ts'
import { lastNumber, type Store } from './store.ts'

/** What was written after a number, with all that it takes to say who is served what of it. */
export interface Recent {
  after: number
  end: number
  rows: readonly EventRow[]
  /** As they stand now. */
  cases: ReadonlyMap<string, Case>
  /** Of the cases that moved. */
  histories: ReadonlyMap<string, EventRow[]>
}

/**
 * Reads it in one look. Undefined when it is more than a page, when a case was erased, or when the number was never given
 * here: then every station has to pull for itself.
 */
export function recentRows(store: Store, after: number): Promise<Recent | undefined> {
  return store.read(async db => {
    if (await isSetBack(db, after)) return undefined
    const end = await lastNumber(db)
    const text = `select * from events where seq > ? and (folded = 1 or verdict = 'refused' or (type = ? and act = ?))
      order by seq limit ?`
    const rows = await run<EventRow>(db, text, [after, AUDIT, DISPOSE, PULL_LIMIT])
    if (rows.length === PULL_LIMIT || rows.some(row => isErasure(row) || isDisposed(row))) return undefined
    const folded = rows.filter(row => Number(row.folded) === 1)
    const cases = await sqlCaseStore(db, store.kinds).get(folded.map(row => row.case_id))
    return { after, end, rows, cases, histories: await foldedEvents(db, [...movedIn(rows)], end) }
  })
}

/** What a station of that scope is told of it: exactly what `pull` would say. */
export function recentFor(kinds: Serving['kinds'], recent: Recent, scope: ReadScope, station: string) {
  const readable = readableIn(recent, scope)
  const found = recent.rows.flatMap((row): Candidate[] => {
    const own = row.station === station
    if (Number(row.folded) !== 1) return own ? [{ ...row, readable: 0 }] : []
    const seen = readable.has(row.case_id)
    const moved = Number(row.moves) === 1 && scope.reads[row.type] !== undefined
    return seen || moved || own ? [{ ...row, readable: seen ? 1 : 0 }] : []
  })
  const { after, end } = recent
  const moved = movedIn(found)
  const histories = new Map([...recent.histories].filter(([id]) => moved.has(id)))
  const upTo = Math.max(after, end)
  const documents = served({ kinds, scope, station, after, upTo }, found, histories)
  return { documents, checkpoint: { seq: upTo, scope: scope.hash } }
}

const readableIn = ({ cases }: Recent, scope: ReadScope): ReadonlySet<string> =>
  new Set([...cases.values()].flatMap(c => (inScope(scope, c) ? [c.id] : [])))

import { type Disposed, disposedHash } from '../../shared-types/src/engine/audit-chain.ts'
import type { Case } from '../../shared-types/src/model/case.ts'
import type { Kind } from '../../shared-types/src/model/domain.ts'
import type { Field } from '../../shared-types/src/model/field.ts'
import type { EventDocument } from '../../shared-types/src/protocol.ts'
import { AUDIT } from './audit.ts'
import type { EventRow } from './event-log.ts'
import { inScope, type ReadScope, scopeFields } from './scope.ts'
import type { Db } from './store.ts'
import type { ServerTables } from './tables.ts'

/** The act of the line that says that a case was erased; its number is that of the erasure. */
export const DISPOSE = 'dispose'

/** What an erased case was, for the question who had read it: nothing of a person. */
type LayIn = Pick<Case, 'unit' | 'state' | 'creator' | 'data'>

/** Kinds of fields that say nothing of one person. */
const IMPERSONAL = new Set<Field['kind']>(['choice', 'area', 'flag'])

/** Undefined where it depends on more than may be kept: then whoever reads the record type is told. */
export function layIn(kind: Kind, { unit, state, creator, data }: Case): LayIn | undefined {
  const fields = [...scopeFields(kind)].filter(name => !name.startsWith('$'))
  if (fields.some(name => !IMPERSONAL.has(kind.record.fields[name]!.kind))) return undefined
  return { unit, state, creator, data: Object.fromEntries(fields.map(name => [name, data[name]])) }
}

export const isDisposed = (row: Pick<EventRow, 'body'>): boolean => disposedHash(row.body) !== undefined

/** Whether a row that is served is the line of an erasure: of the audit nothing else is. */
export const isErasure = (row: Pick<EventRow, 'type' | 'verdict'>): boolean =>
  row.type === AUDIT && row.verdict === 'accepted'

/** What a station is told of an event that was erased: that it is gone for good; of its own the place in its chain. */
function erasedDocument(row: EventRow, station: string): EventDocument {
  const { counter, link, prev } = JSON.parse(row.body) as Disposed
  const own = row.station === station && { station, counter, ...(prev !== undefined && { prev }), link }
  return {
    id: row.id,
    caseId: row.case_id,
    type: row.type,
    act: '',
    patch: {},
    base: 0,
    by: { id: '', post: '', role: 'clerk', unit: '' },
    station: '',
    at: '',
    counter: 0,
    seen: '',
    seq: Number(row.seq),
    verdict: 'accepted',
    problems: [],
    deleted: true,
    disposed: true,
    ...own,
  }
}

/**
 * What a station hears of the erasures among these rows of the log: all events of a case that lay in one of its scopes,
 * and its own in any case, also those that came too late.
 */
export async function erasedFor(
  db: Db,
  rows: readonly EventRow[],
  station: string,
  scopes: readonly ReadScope[],
): Promise<EventDocument[]> {
  const lines = rows.filter(isErasure)
  const own = rows.filter(row => isDisposed(row) && row.station === station)
  const gone = await erasedCases(
    db,
    lines.map(line => line.case_id),
  )
  const read = new Set([...gone.values()].filter(c => scopes.some(scope => lay(c, scope))).map(c => c.case_id))
  const events = await eventsOf(db, [...gone.keys()])
  const heard = events.filter(row => isDisposed(row) && (read.has(row.case_id) || row.station === station))
  return [...new Map([...own, ...heard].map(row => [row.id, erasedDocument(row, station)])).values()]
}

/**
 * While a station comes from other scopes: of these rows the events of cases that were erased after the number
 * `since`, where they lay in one of the scopes; the line of the erasure would only be asked about the newest.
 */
export async function erasedSince(
  db: Db,
  rows: readonly EventRow[],
  station: string,
  scopes: readonly ReadScope[],
  since: number,
): Promise<EventDocument[]> {
  const disposed = rows.filter(isDisposed)
  const gone = await erasedCases(db, [...new Set(disposed.map(row => row.case_id))])
  return disposed.flatMap(row => {
    const erased = gone.get(row.case_id)
    const held = erased && Number(erased.seq) > since && scopes.some(scope => lay(erased, scope))
    return held || row.station === station ? [erasedDocument(row, station)] : []
  })
}

/** The erased among these cases, by their ids. */
export async function erasedCases(db: Db, ids: readonly string[]): Promise<Map<string, ServerTables['erased_cases']>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('erased_cases').selectAll().where('case_id', 'in', ids).execute()
  return new Map(rows.map(row => [row.case_id, row]))
}

/** Whether an erased case had lain in the scope, as far as that is still known; in doubt it had. */
function lay(row: ServerTables['erased_cases'], scope: ReadScope): boolean {
  if (row.lay_in === null) return scope.reads[row.type] !== undefined
  return inScope(scope, { id: row.case_id, type: row.type, ...(JSON.parse(row.lay_in) as LayIn) } as Case)
}

async function eventsOf(db: Db, ids: readonly string[]): Promise<EventRow[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('events')
    .selectAll()
    .where('case_id', 'in', ids)
    .where('type', '<>', AUDIT)
    .orderBy('seq')
    .execute()
}

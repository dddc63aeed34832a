import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import { isAhead } from '../../shared-types/src/engine/clock.ts'
import { maskPersonId } from '../../shared-types/src/engine/person-id.ts'
import type { AuditLine, AuditQuery } from '../../shared-types/src/model/audit-query.ts'
import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import type { CaseStore } from '../../shared-types/src/store/case-store.ts'
import { AUDIT } from './audit.ts'
import type { Directory } from './directory.ts'
import { type Db, lastNumber, type Store } from './store.ts'
import type { ServerTables } from './tables.ts'

/** Cases that one number may lead to. */
const MOST_CASES = 500
/** How far a server's clock may have been set back without a line being missed, in ms. */
const MARGIN = 86_400_000
const DISPOSED = '{"disposed":'

export type AuditRow = ServerTables['events']

/** Whose lines may be looked at: those of these units and of their stations; all where `whole`. */
export interface AuditScope {
  directory: Directory
  administers: ReadonlySet<string>
  whole: boolean
}

/** The newest lines that fit, below the number `before`. */
export async function searchAudit(
  store: Store,
  scope: AuditScope,
  query: AuditQuery,
  { before, limit }: { before?: number | undefined; limit: number },
): Promise<AuditRow[]> {
  return (await selected(store, scope, query))
    .$if(before !== undefined, q => q.where('seq', '<', before!))
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
}

/** How many lines fit, counted up to `most` and one more. */
export async function countAudit(store: Store, scope: AuditScope, query: AuditQuery, most: number): Promise<number> {
  const some = (await selected(store, scope, query))
    .clearSelect()
    .select('seq')
    .limit(most + 1)
  const { n } = await store.db
    .selectFrom(some.as('some'))
    .select(eb => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return Number(n)
}

async function selected({ cases: store, db, kinds }: Store, scope: AuditScope, query: AuditQuery) {
  const { directory } = scope
  const cases = query.number === undefined ? undefined : await casesOf(kinds, store, query.number)
  const first = query.from && (await firstSince(db, shifted(query.from, -MARGIN)))
  const last = query.until && (await firstSince(db, shifted(query.until, MARGIN)))
  const { act, caseId, from, of, person, station, unit, until } = query
  return db
    .selectFrom('events')
    .selectAll()
    .$if(of === 'acts', q => q.where('type', '=', AUDIT))
    .$if(of === 'cases', q => q.where('type', '<>', AUDIT))
    .$if(person !== undefined, q => q.where('person', '=', person!))
    .$if(act !== undefined, q => q.where('act', '=', act!))
    .$if(station !== undefined, q => q.where('station', '=', station!))
    .$if(caseId !== undefined, q => q.where('case_id', '=', caseId!))
    .$if(unit !== undefined, q => q.where('unit', 'in', [...directory.below(unit!)]))
    .$if(from !== undefined, q => q.where('received_at', '>=', from!))
    .$if(first !== undefined, q => q.where('seq', '>=', Number(first)))
    .$if(last !== undefined, q => q.where('seq', '<=', Number(last)))
    .$if(until !== undefined, q => q.where('received_at', '<', until!))
    .$if(cases !== undefined, q => q.where('case_id', 'in', cases!.length ? [...cases!] : ['']))
    .$if(!scope.whole, q => q.where(within(scope)))
}

const shifted = (instant: string, by: number) => new Date(Date.parse(instant) + by).toISOString()

/**
 * The lowest number from which on lines were received at or after an instant. Numbers and the server's time rise together
 * but for a clock that was set back: whoever asks keeps a margin.
 */
async function firstSince(db: Db, instant: string): Promise<number> {
  let [low, high] = [0, await lastNumber(db)]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const row = await db
      .selectFrom('events')
      .select(['seq', 'received_at'])
      .where('seq', '>', middle)
      .orderBy('seq')
      .limit(1)
      .executeTakeFirst()
    if (row && row.received_at < instant) low = Number(row.seq)
    else high = middle
  }
  return low
}

/** What happened in these units, or was done there or elsewhere by their people. */
function within({ administers, directory }: AuditScope) {
  const stations = [...directory.stations.values()].filter(s => administers.has(s.unit)).map(s => s.id)
  return (eb: ExpressionBuilder<ServerTables, 'events'>): Expression<SqlBool> =>
    eb.or([eb('unit', 'in', [...administers]), ...(stations.length ? [eb('station', 'in', stations)] : [])])
}

/** The cases in which a person's number stands as a key. */
export async function casesOf(kinds: Store['kinds'], store: CaseStore, number: string): Promise<string[]> {
  const found = new Set<string>()
  for (const kind of kinds.values())
    for (const field of kind.record.keys ?? [])
      if (kind.record.fields[field]?.kind === 'personId')
        for (const { id } of await store.byKeys(kind, { [field]: number }, MOST_CASES)) found.add(id)
  return [...found].slice(0, MOST_CASES)
}

export function lineOf(row: AuditRow): AuditLine {
  const gone = row.body.startsWith(DISPOSED)
  const { at = '', by, clock, patch = {} } = gone ? ({} as Partial<CaseEvent>) : (JSON.parse(row.body) as CaseEvent)
  const own = row.type === AUDIT
  return {
    seq: Number(row.seq),
    id: row.id,
    at,
    receivedAt: row.received_at,
    type: row.type,
    act: row.act,
    person: row.person,
    role: by?.role ?? 'clerk',
    unit: row.unit,
    station: row.station,
    caseId: row.case_id,
    verdict: row.verdict,
    clock: clock !== undefined || isAhead(at, row.received_at),
    fields: own ? [] : Object.keys(patch),
    what: own ? whatOf(patch) : {},
    link: row.link,
  }
}

/** The cases of a list, and the mark of a number, are for those who ask about one of them; who reads the line is told how many. */
const whatOf = ({ cases: _, mark: __, ...patch }: CaseEvent['patch']) =>
  Object.fromEntries(Object.entries(patch).map(([key, value]) => [key, plain(value)]))

const plain = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

/** The query as it may be written down: a person's number with its middle covered. */
export function saidOf({ number, ...query }: AuditQuery): Record<string, string> {
  return { ...query, ...(number !== undefined && { number: maskPersonId(number) }) }
}

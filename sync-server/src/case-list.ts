import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../../shared-types/src/engine/evaluate.ts'
import type { Case } from '../../shared-types/src/model/case.ts'
import type { Condition } from '../../shared-types/src/model/condition.ts'
import type { Kind } from '../../shared-types/src/model/domain.ts'
import { newestOf } from '../../shared-types/src/store/newest.ts'
import { where } from '../../shared-types/src/store/where.ts'
import { unitsOf } from './case-list-units.ts'
import type { Db, Store } from './store.ts'

/** Which cases a list is of: everything that limits it is in `where`, whose values are grounded. */
export interface CaseListing {
  where: Condition
  scope: Scope
  states: readonly string[] | undefined
  down: boolean
  after: Case | undefined
  limit: number
}

interface Place {
  id: string
  newest: string
}

/** Where one piece of the index is read: a unit, a state, both or neither. */
interface Piece {
  unit?: string
  state?: string
}

/**
 * The ids of one page, in order. An index by unit gives the newest of one unit, not of several: each unit (and state) is
 * asked for its own page, and the pages are merged. So a page costs as much as there are units, not as there are cases.
 */
export async function listedIds(store: Store, db: Db, kind: Kind, listing: CaseListing): Promise<string[]> {
  const pieces = piecesOf(listing)
  if (pieces.length === 0) return []
  const places =
    store.dialect === 'postgres' ? await lateral(db, kind, listing, pieces) : await eachOf(db, kind, listing, pieces)
  const direction = listing.down ? -1 : 1
  const order = (a: Place, b: Place) => compare(a.newest, b.newest) || compare(a.id, b.id)
  return places
    .sort((a, b) => direction * order(a, b))
    .slice(0, listing.limit)
    .map(place => place.id)
}

/** How many there are, up to `most`. */
export async function countedUpTo(
  store: Store,
  db: Db,
  kind: Kind,
  { where: condition, scope }: CaseListing,
  most: number,
): Promise<number> {
  const units = unitsOf(condition)
  if (units?.size === 0) return 0
  const among = units ? sql`and cases.unit in (${sql.join([...units])})` : sql``
  const { rows } = await sql<{ count: number }>`select count(*) as count from (
    select 1 from cases where cases.type = ${kind.type} ${among} and ${where(kind, condition, scope, store.dialect)}
    limit ${most}) as counted`.execute(db)
  return Number(rows[0]!.count)
}

function piecesOf({ where: condition, states }: CaseListing): Piece[] {
  const units = unitsOf(condition)
  const byUnit: Piece[] = units ? [...units].map(unit => ({ unit })) : [{}]
  return states ? byUnit.flatMap(piece => [...new Set(states)].map(state => ({ ...piece, state }))) : byUnit
}

/** The page of one piece. */
function pageOf(
  store: Pick<Store, 'dialect'>,
  kind: Kind,
  { where: condition, scope, down, after, limit }: CaseListing,
  unit: RawBuilder<unknown> | undefined,
  state: RawBuilder<unknown> | undefined,
) {
  const direction = sql.raw(down ? 'desc' : 'asc')
  const than = sql.raw(down ? '<' : '>')
  const behind = after ? sql`and (cases.newest, cases.id) ${than} (${newestOf(after, kind)}, ${after.id})` : sql``
  return sql<Place>`select cases.id, cases.newest from cases where cases.type = ${kind.type}
    ${unit ? sql`and cases.unit = ${unit}` : sql``} ${state ? sql`and cases.state = ${state}` : sql``} ${behind}
    and ${where(kind, condition, scope, store.dialect)}
    order by cases.newest ${direction}, cases.id ${direction} limit ${limit}`
}

const UNIT = '\0unit'
const STATE = '\0state'

/** SQLite knows no lateral join: the same statement for each piece, compiled once. */
async function eachOf(db: Db, kind: Kind, listing: CaseListing, pieces: readonly Piece[]): Promise<Place[]> {
  const [first] = pieces
  const unit = first!.unit === undefined ? undefined : sql`${UNIT}`
  const state = first!.state === undefined ? undefined : sql`${STATE}`
  const compiled = pageOf({ dialect: 'sqlite' }, kind, listing, unit, state).compile(db)
  const places: Place[] = []
  for (const piece of pieces) {
    const parameters = compiled.parameters.map(p => (p === UNIT ? piece.unit : p === STATE ? piece.state : p))
    places.push(...(await db.executeQuery<Place>({ ...compiled, parameters })).rows)
  }
  return places
}

async function lateral(db: Db, kind: Kind, listing: CaseListing, pieces: readonly Piece[]): Promise<Place[]> {
  const [first] = pieces
  const unit = first!.unit === undefined ? undefined : sql`piece.unit`
  const state = first!.state === undefined ? undefined : sql`piece.state`
  const page = pageOf({ dialect: 'postgres' }, kind, listing, unit, state)
  const { rows } = await sql<Place>`select page.id, page.newest
    from jsonb_to_recordset(cast(${JSON.stringify(pieces)} as jsonb)) as piece (unit text, state text)
    cross join lateral (${page}) as page`.execute(db)
  return rows
}

/** The order of two cases in a list that goes upwards. */
export const comparedIn = (kind: Kind, a: Case, b: Case): number =>
  compare(newestOf(a, kind), newestOf(b, kind)) || compare(a.id, b.id)

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

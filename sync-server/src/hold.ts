import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { HoldRequest } from '../../shared-types/src/protocol-disposal.ts'
import { KEY_LENGTH } from '../../shared-types/src/store/where.ts'
import { audit, authorIn } from './audit.ts'
import type { Directory } from './directory.ts'
import { fits, Refusal } from './refusal.ts'
import type { OfficerAsk } from './route.ts'
import type { Db, Turn } from './store.ts'

/** Whether a row of `cases` must not be erased now: it is held by itself, or its type is in its unit. */
export async function heldSql(db: Db, directory: Directory): Promise<RawBuilder<boolean>> {
  const byType = await db
    .selectFrom('holds')
    .select(['type', 'unit'])
    .where('type', 'is not', null)
    .where('lifted_at', 'is', null)
    .execute()
  const types = byType.map(
    ({ type, unit }) => sql`(cases.type = ${type} and cases.unit in (${sql.join([...directory.below(unit)])}))`,
  )
  const own = sql`exists (select 1 from held_cases join holds on holds.id = held_cases.hold
    where held_cases.case_id = cases.id and holds.lifted_at is null)`
  return sql<boolean>`(${sql.join([own, ...types], sql` or `)})`
}

/**
 * Sets a hold. The number is looked for where it stands as a key of a case within the officer's units, and is not kept: the
 * cases are. Throws the Refusal `not-found` when there is none.
 */
export async function setHold(turn: Turn, ask: OfficerAsk, request: HoldRequest, now: string): Promise<{ id: string }> {
  const by = authorIn(ask.signedIn)
  const type = 'type' in request ? request.type : undefined
  fits(type === undefined || turn.kinds.has(type), 'type')
  const cases = 'number' in request ? await casesWith(turn.db, ask, request.number) : []
  if ('number' in request && cases.length === 0) throw new Refusal(404, 'not-found', 'number')
  const id = randomUUID()
  const row = { id, type: type ?? null, unit: by.unit, reason: request.reason, set_by: by.id, set_at: now }
  await turn.db
    .insertInto('holds')
    .values({ ...row, lifted_by: null, lifted_at: null, lift_reason: null })
    .execute()
  if (cases.length)
    await turn.db
      .insertInto('held_cases')
      .values(cases.map(case_id => ({ hold: id, case_id })))
      .execute()
  const what = type === undefined ? { rows: String(cases.length) } : { type }
  const patch = { id, reason: request.reason, ...what }
  await audit(turn, { act: 'hold', by, station: ask.station.id, patch }, now)
  return { id }
}

/** Lifts a hold that stands within the officer's units; what has run out can be proposed again. */
export async function liftHold(turn: Turn, ask: OfficerAsk, id: string, reason: string, now: string): Promise<void> {
  const row = await turn.db.selectFrom('holds').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row || !ask.administers.has(row.unit)) throw new Refusal(404, 'not-found')
  fits(row.lifted_at === null, 'lifted')
  const by = authorIn(ask.signedIn)
  await turn.db
    .updateTable('holds')
    .set({ lifted_by: by.id, lifted_at: now, lift_reason: reason })
    .where('id', '=', id)
    .execute()
  await audit(turn, { act: 'hold-lift', by, station: ask.station.id, patch: { id, reason } }, now)
}

/** Cases in which the number stands as a key; more than so many are no one person's. */
const MOST = 5000

async function casesWith(db: Db, { administers }: OfficerAsk, number: string): Promise<string[]> {
  const rows = await db
    .selectFrom('case_keys')
    .innerJoin('cases', 'cases.id', 'case_keys.case_id')
    .select('cases.id')
    .distinct()
    .where('case_keys.value', '=', number.slice(0, KEY_LENGTH))
    .where('cases.unit', 'in', [...administers])
    .limit(MOST)
    .execute()
  return rows.map(row => row.id)
}

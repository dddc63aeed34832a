import { audit, authorIn } from './audit.ts'
import { fits, Refusal } from './refusal.ts'
import type { OfficerAsk } from './route.ts'
import type { Db, Turn } from './store.ts'
import type { ServerTables } from './tables.ts'

/**
 * Approves what another person proposed, for all of its units. An audit officer does (the route sees to it): they keep no
 * data and no business of their own that could gain by what disappears, and see every other act.
 */
export async function approve(turn: Turn, ask: OfficerAsk, id: string, now: string): Promise<void> {
  const row = await open(turn.db, ask, id)
  const by = authorIn(ask.signedIn)
  // Whoever changed office in between is still the same person.
  if (row.proposed_by === by.id) throw new Refusal(403, 'forbidden', 'own')
  await decided(turn, ask, id, 'approved', null, now)
  await audit(turn, { act: 'dispose-approve', by, station: ask.station.id, patch: { id, type: row.type } }, now)
}

/** An audit officer refuses a proposal, or a security officer withdraws it: nothing is erased. */
export async function decline(turn: Turn, ask: OfficerAsk, id: string, reason: string, now: string): Promise<void> {
  await open(turn.db, ask, id)
  const [state, act] =
    ask.office === 'audit' ? (['refused', 'dispose-refuse'] as const) : (['withdrawn', 'dispose-withdraw'] as const)
  await decided(turn, ask, id, state, reason, now)
  const by = authorIn(ask.signedIn)
  await audit(turn, { act, by, station: ask.station.id, patch: { id, reason } }, now)
}

/** A proposal that nobody has decided yet and whose cases lie all within the officer's units. */
async function open(db: Db, ask: OfficerAsk, id: string): Promise<ServerTables['disposals']> {
  const row = await db.selectFrom('disposals').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row || !(await isWithin(db, ask, id))) throw new Refusal(404, 'not-found')
  fits(row.state === 'proposed', row.state)
  return row
}

async function isWithin(db: Db, { administers, whole }: OfficerAsk, id: string): Promise<boolean> {
  if (whole) return true
  const beyond = await db
    .selectFrom('disposal_cases')
    .select('case_id')
    .where('disposal', '=', id)
    .where('unit', 'not in', [...administers])
    .limit(1)
    .executeTakeFirst()
  return beyond === undefined
}

const decided = (
  { db }: Turn,
  { signedIn }: OfficerAsk,
  id: string,
  state: ServerTables['disposals']['state'],
  reason: string | null,
  now: string,
) =>
  db
    .updateTable('disposals')
    .set({ state, decided_by: signedIn.person.id, decided_at: now, reason })
    .where('id', '=', id)
    .execute()

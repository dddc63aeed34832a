import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { DisposalRequest } from '../../shared-types/src/protocol-disposal.ts'
import { audit, authorIn } from './audit.ts'
import type { Directory } from './directory.ts'
import { heldSql } from './hold.ts'
import { fits, Refusal } from './refusal.ts'
import { endSql, inUnits, proposedSql, ranOutSql } from './retention.ts'
import type { OfficerAsk } from './route.ts'
import type { Store, Turn } from './store.ts'

/**
 * Proposes to erase every case of a record type in the officer's units that has run out today, is not held and stands in no
 * other proposal. Which ones is settled here, so that who approves knows what; each is looked at again before it goes.
 */
export async function propose(
  { dialect }: Pick<Store, 'dialect'>,
  turn: Turn,
  ask: OfficerAsk,
  directory: Directory,
  { type, note }: DisposalRequest,
  { now, today }: { now: string; today: string },
): Promise<{ id: string; cases: number }> {
  const kind = turn.kinds.get(type)
  if (!kind?.record.retention) throw new Refusal(404, 'not-found', 'type')
  const id = randomUUID()
  const by = authorIn(ask.signedIn)
  const due = ranOutSql(kind, { today, parameters: directory.parameters }, dialect)
  const held = await heldSql(turn.db, directory)
  await sql`insert into disposal_cases (disposal, case_id, unit, ended, outcome)
    select ${id}, cases.id, cases.unit, ${endSql(kind)}, '' from cases
    where ${due} and ${inUnits(ask)} and not ${held} and not ${proposedSql}`.execute(turn.db)
  const { cases } = await turn.db
    .selectFrom('disposal_cases')
    .select(eb => eb.fn.countAll<number>().as('cases'))
    .where('disposal', '=', id)
    .executeTakeFirstOrThrow()
  fits(Number(cases) > 0, 'nothing')
  const row = { id, type, state: 'proposed' as const, note, proposed_by: by.id, proposed_at: now }
  await turn.db
    .insertInto('disposals')
    .values({ ...row, decided_by: null, decided_at: null, reason: null, done_at: null })
    .execute()
  const patch = { id, type, rows: String(cases), reason: note }
  await audit(turn, { act: 'dispose-propose', by, station: ask.station.id, patch }, now)
  return { id, cases: Number(cases) }
}

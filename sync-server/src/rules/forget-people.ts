import { run } from '../../../shared-types/src/store/statement.ts'
import type { Turn } from '../store.ts'
import { tellRules } from './tell-rules.ts'

/** Milliseconds for which a rehearsal is kept: its samples name addresses. */
const REHEARSED = 30 * 86_400_000

/**
 * Forgets what stands beside the cases of people and has no use any more: exemptions that were over by the day `over` and
 * whose person, address or case the centre has nothing of by now, and rehearsals of long ago. An exemption that holds, or is to come,
 * stays: somebody decided that it shall.
 */
export async function forgetPeople(
  turn: Turn,
  { now, over, today }: { now: string; over: string; today: string },
): Promise<void> {
  const gone = await run(turn.db, FORGOTTEN, [over, over])
  // Windows keep marks of them until they are told anew.
  if (gone.length) await tellRules(turn, { now, today })
  await run(turn.db, 'delete from rehearsals where began_at < ?', [new Date(Date.parse(now) - REHEARSED).toISOString()])
}

const FORGOTTEN = `
  delete from rule_exemptions
  where (to_day < ? or ended_on <> '' and ended_on <= ?) and subject <> unit and (
    exists (select 1 from erased_cases g where g.case_id = rule_exemptions.subject)
    or rule = 'multi-place' and not exists (select 1 from rule_applications a where a.citizen = rule_exemptions.subject)
    or rule = 'shared-address'
      and not exists (select 1 from rule_applications a where a.address = rule_exemptions.subject))
  returning id`

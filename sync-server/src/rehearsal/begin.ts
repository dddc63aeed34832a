import { randomUUID } from 'node:crypto'
import { daysBetween } from '../../../shared-types/src/engine/day.ts'
import type { RehearsalRequest } from '../../../shared-types/src/protocol-rules.ts'
import { audit, authorIn } from '../audit.ts'
import { fits } from '../refusal.ts'
import type { PersonAsk } from '../route.ts'
import type { Turn } from '../store.ts'
import { endSilent, KEPT, rehearsalLines } from './kept.ts'

/** Days that a period may have. */
const LONGEST = 366

/** Writes down that somebody rehearses, who rehearses nothing else. Answers its id. */
export async function beginRehearsal(
  turn: Turn,
  ask: PersonAsk,
  asked: RehearsalRequest,
  { now, today }: { now: string; today: string },
): Promise<string> {
  fits(asked.from <= asked.to, 'order')
  fits(asked.to < today, 'future')
  const days = daysBetween(asked.from, asked.to) + 1
  fits(days <= LONGEST, 'year')
  const by = authorIn(ask.signedIn)
  await endSilent(turn.db, by.id, now)
  const own = await rehearsalLines(turn.db, by.id, now)
  fits(!own.some(({ state }) => state === 'running'), 'running')
  const old = own.slice(KEPT - 1).map(({ id }) => id)
  if (old.length) await turn.db.deleteFrom('rehearsals').where('id', 'in', old).execute()
  const id = randomUUID()
  const row = { id, person: by.id, asked: JSON.stringify(asked), state: 'running' as const, days, done: 0 }
  await turn.db
    .insertInto('rehearsals')
    .values({ ...row, result: '', began_at: now, seen_at: now })
    .execute()
  const { rule, unit = '', from, to, parameters } = asked
  const patch = { id, rule, unit, from, to, parameters: JSON.stringify(parameters) }
  await audit(turn, { act: 'rehearse', by, station: ask.station.id, patch }, now)
  return id
}

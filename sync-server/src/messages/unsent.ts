import type { Directory } from '../directory.ts'
import { isKept } from '../keeps.ts'
import { fits, Refusal } from '../refusal.ts'
import type { OfficerAsk, Parts } from '../route.ts'
import type { Turn } from '../store.ts'
import type { Message } from './outbox.ts'

/** Messages about which a person decides. */
export const UNSENT = ['uncertain', 'dead'] as const

type Deciding = Pick<Parts, 'directory' | 'now'>

/** Whether a message is within what an administrator looks after: theirs to whom it goes, or all of it. */
export const isTheirs = (
  { administers, whole }: OfficerAsk,
  { people }: Directory,
  { person, unit }: Pick<Message, 'person' | 'unit'>,
): boolean => {
  const known = people.get(person ?? '')
  return whole || (known !== undefined && isKept(administers, known)) || (unit !== null && administers.has(unit))
}

/** A message that was given up, or whose end is not known, goes out again from its first try on. */
export async function wakeMessage(turn: Turn, parts: Deciding, ask: OfficerAsk, id: string): Promise<void> {
  await unsent(turn, parts, ask, id)
  const fresh = {
    state: 'waiting',
    attempts: 0,
    next_at: parts.now(),
    claimed_at: null,
    why: null,
    detail: null,
  } as const
  await turn.db.updateTable('messages').set(fresh).set({ settled_at: null }).where('id', '=', id).execute()
}

/** It is not to be sent any more; why is kept. */
export async function dropMessage(turn: Turn, parts: Deciding, ask: OfficerAsk, id: string, reason: string) {
  await unsent(turn, parts, ask, id)
  const settled = { settled_at: parts.now(), settled_by: ask.signedIn.person.id, reason }
  await turn.db
    .updateTable('messages')
    .set({ state: 'dropped', ...settled })
    .where('id', '=', id)
    .execute()
}

/** @throws Refusal for one that is not theirs, or of which there is nothing to decide any more */
async function unsent({ db }: Turn, parts: Deciding, ask: OfficerAsk, id: string): Promise<void> {
  const row = await db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row || !isTheirs(ask, await parts.directory(db), row)) throw new Refusal(404, 'not-found')
  fits((UNSENT as readonly string[]).includes(row.state), row.state)
}

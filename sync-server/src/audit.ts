import { randomUUID } from 'node:crypto'
import type { Author } from '../../shared-types/src/model/case.ts'
import type { Data } from '../../shared-types/src/model/field.ts'
import { append } from './event-log.ts'
import type { SignedIn } from './sessions.ts'
import type { Turn } from './store.ts'

/** The type of an event that is no change of a case but a line of the audit: kept, never decided, never given out. */
export const AUDIT = 'audit'

/** What the server itself does is a line of the same log: who, where, what, when. Never a password or a person's data. */
export async function audit(
  turn: Turn,
  /** `caseId`: the case that it is about, when it is about one. */
  line: { act: string; by: Author; station: string; patch: Data; caseId?: string },
  at: string,
): Promise<void> {
  const id = randomUUID()
  const event = { id, caseId: id, type: AUDIT, base: 0, at, counter: 0, seen: at, ...line }
  await append(turn, {
    event,
    station: line.station,
    verdict: 'accepted',
    problems: [],
    folded: false,
    moves: false,
    receivedAt: at,
  })
}

/** The server, or someone it does not know. */
export const NOBODY: Author = { id: '', post: '', role: 'administrator', unit: '' }

/** A signed-in person as author; with several posts the first one at the station. */
export function authorIn({ person, posts }: SignedIn): Author {
  const [post] = posts
  return { id: person.id, post: post!.id, role: post!.role, unit: post!.unit }
}

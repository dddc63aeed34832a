import type { StoredEvent } from '../../../shared-types/src/model/case.ts'
import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import type { Events } from './events.ts'
import type { Notes } from './notes.ts'

/** What this window has said and what became of it: per case, which events wait or stand refused and unanswered. */
export interface Outgoing {
  note(caseId: string, changes: readonly (StoredEvent & { _deleted?: boolean })[]): void
  sending(caseId: string): 'sent' | 'waiting' | 'refused'
  waiting(): number
  refused(): number
  waitingCases(): string[]
  /** Cases of which something was printed here that the centre has not yet accepted. */
  unconfirmed(): string[]
  /** A refused event that was mended or withdrawn: it no longer asks for anything. */
  settle(event: string): Promise<void>
  isSettled(event: string): boolean
}

interface Marks {
  waiting: Set<string>
  /** Those that wait and print something. */
  printed: Set<string>
  refused: Set<string>
}

/** Reads once what waits, and is told of each change of a case from then on; lines of the audit are no case's. */
export async function outgoing(events: Events, notes: Notes, kinds: Kinds): Promise<Outgoing> {
  const settled = new Set((await notes.get<string[]>('settled')) ?? [])
  const cases = new Map<string, Marks>()
  const marks = (id: string) => {
    const found = cases.get(id) ?? { waiting: new Set(), printed: new Set(), refused: new Set() }
    cases.set(id, found)
    return found
  }
  const put = (caseId: string, event: StoredEvent & { _deleted?: boolean }) => {
    const own = marks(caseId)
    own.waiting.delete(event.id)
    own.printed.delete(event.id)
    own.refused.delete(event.id)
    if (event.verdict === 'waiting' && !event._deleted) {
      own.waiting.add(event.id)
      if (kinds.get(event.type)?.record.workflow.steps[event.act]?.prints) own.printed.add(event.id)
    }
    if (event.verdict === 'refused' && !event._deleted && !settled.has(event.id)) own.refused.add(event.id)
    if (!own.waiting.size && !own.refused.size) cases.delete(caseId)
  }
  for (const event of [...(await events.waiting()), ...(await events.refused())])
    if (kinds.has(event.type)) put(event.caseId, event)
  const sum = (of: keyof Marks) => [...cases.values()].reduce((n, m) => n + m[of].size, 0)
  return {
    note: (id, changes) => changes.filter(c => c.verdict !== 'accepted' || cases.has(id)).forEach(c => put(id, c)),
    sending(id) {
      const own = cases.get(id)
      return own?.refused.size ? 'refused' : own?.waiting.size ? 'waiting' : 'sent'
    },
    waiting: () => sum('waiting'),
    refused: () => sum('refused'),
    waitingCases: () => [...cases].filter(([, m]) => m.waiting.size > 0).map(([id]) => id),
    unconfirmed: () => [...cases].filter(([, m]) => m.printed.size > 0).map(([id]) => id),
    isSettled: event => settled.has(event),
    async settle(event) {
      settled.add(event)
      await notes.put('settled', [...settled])
      for (const own of cases.values()) own.refused.delete(event)
    },
  }
}

import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Group, GroupQuery } from '../../../shared-types/src/store/case-store.ts'
import type { Projection } from './projection.ts'

/** Groups, and when they were counted, ISO 8601. */
export interface Counted {
  at: string
  groups: Group[]
}

/** Counts that many look at. */
export interface SharedCounts {
  /** Whoever asks the same within the same rights gets the same answer, which is a pass over the cases of a type. */
  groups(kind: Kind, query: GroupQuery): Promise<Counted>
}

/**
 * How long an answer is given although cases have changed since, ms; where none has, it holds. Those who look ask every
 * thirty seconds, each at their own time.
 */
const SOON = 10_000
/** Answers that are kept. */
const MOST = 500

interface Kept {
  version: number
  until: number
  counted: Promise<Counted>
}

/** `now` is the clock of the answers in ISO 8601, `wall` one that only goes forward, in ms. */
export function sharedCounts(
  { cases, db }: Pick<Projection, 'cases' | 'db'>,
  now: () => string,
  wall: () => number = () => performance.now(),
): SharedCounts {
  const kept = new Map<string, Kept>()
  // Of the one connection that writes cases.
  const changes = db.prepare('select total_changes()').pluck()
  return {
    groups(kind, query) {
      const question = questionOf(kind, query)
      const known = kept.get(question)
      const version = Number(changes.get())
      if (known && (known.version === version || wall() < known.until)) return known.counted
      const at = now()
      const counted = cases.groups(kind, query).then(groups => ({ at, groups }))
      kept.delete(question)
      if (kept.size >= MOST) kept.delete(kept.keys().next().value!)
      kept.set(question, { version, until: wall() + SOON, counted })
      counted.catch(() => kept.delete(question))
      return counted
    },
  }
}

/** All that decides the answer: what is asked, and of who asks and of the day what the conditions name. */
function questionOf({ type }: Kind, { scope, ...query }: GroupQuery): string {
  const asked = JSON.stringify(query)
  const user = Object.entries(scope.user).filter(([name]) => asked.includes(`{"user":"${name}"}`))
  const moves = asked.includes('{"today":') || asked.includes('{"months":')
  return JSON.stringify([type, query, user, moves ? scope.today : ''])
}

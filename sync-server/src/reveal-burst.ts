import type { CaseEvent } from '../../shared-types/src/model/case.ts'
import type { RevealBurst } from '../../shared-types/src/protocol-personal.ts'
import { AUDIT, audit, NOBODY } from './audit.ts'
import type { Db, Turn } from './store.ts'

/** From how many reveals of one person, within how many minutes, the security officer is told. */
export interface RevealLimit {
  most: number
  minutes: number
}

export const REVEAL_LIMIT: RevealLimit = { most: 30, minutes: 10 }

/** Days back that the officer is shown. */
const SHOWN_DAYS = 90

/**
 * Looks, after events were taken, whether one of their authors uncovered many values in a short time by the windows' own
 * clocks: a day's reveals of a window that comes back online are no burst. Each burst is one line, however long it goes
 * on: the next needs as many reveals again.
 */
export async function noteBursts(
  turn: Turn,
  events: readonly CaseEvent[],
  now: string,
  { minutes, most }: RevealLimit = REVEAL_LIMIT,
): Promise<void> {
  const reveals = events.filter(e => e.type === AUDIT && e.act === 'reveal')
  for (const event of new Map(reveals.map(e => [e.by.id, e])).values()) {
    const last = await lastReveals(turn.db, event.by.id, most)
    const times = last.map(({ at }) => at).sort()
    const [from, until] = [times[0], times.at(-1)]
    if (last.length < most || !from || !until || Date.parse(until) - Date.parse(from) > minutes * 60_000) continue
    const patch = { person: event.by.id, count: most, from, until }
    const by = { ...NOBODY, unit: event.by.unit }
    await audit(turn, { act: 'reveal-burst', by, station: event.station, patch }, now)
  }
}

/** The newest of a person that came after the last burst that was told of them. */
async function lastReveals(db: Db, person: string, most: number): Promise<{ at: string }[]> {
  const told = await db
    .selectFrom('events')
    .select(['seq', 'body'])
    .where('act', '=', 'reveal-burst')
    .where('type', '=', AUDIT)
    .orderBy('seq', 'desc')
    .limit(200)
    .execute()
  const after = told.find(({ body }) => burstOf(body)?.person === person)?.seq ?? 0
  const rows = await db
    .selectFrom('events')
    .select('body')
    .where('person', '=', person)
    .where('act', '=', 'reveal')
    .where('type', '=', AUDIT)
    .where('seq', '>', Number(after))
    .orderBy('seq', 'desc')
    .limit(most)
    .execute()
  return rows.map(({ body }) => ({ at: (JSON.parse(body) as CaseEvent).at }))
}

/** The bursts of people of these units, newest first. */
export async function burstsOf(db: Db, units: ReadonlySet<string>, now: string): Promise<RevealBurst[]> {
  const since = new Date(Date.parse(now) - SHOWN_DAYS * 86_400_000).toISOString()
  const rows = await db
    .selectFrom('events')
    .select(['body', 'unit', 'station'])
    .where('act', '=', 'reveal-burst')
    .where('type', '=', AUDIT)
    .where('received_at', '>=', since)
    .orderBy('seq', 'desc')
    .limit(200)
    .execute()
  return rows.flatMap(({ body, station, unit }) => {
    const said = burstOf(body)
    return said && units.has(unit) ? [{ ...said, unit, station }] : []
  })
}

function burstOf(body: string): Omit<RevealBurst, 'unit' | 'station'> | undefined {
  const { counter, patch } = JSON.parse(body) as Partial<CaseEvent>
  // A line that a window sent is nothing that this server noticed.
  if (counter !== 0 || typeof patch?.person !== 'string') return undefined
  return { person: patch.person, count: Number(patch.count), from: String(patch.from), until: String(patch.until) }
}

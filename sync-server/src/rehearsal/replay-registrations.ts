import { dayOfEvent } from '../../../shared-types/src/engine/clock.ts'
import { addDays } from '../../../shared-types/src/engine/day.ts'
import { fold } from '../../../shared-types/src/engine/fold.ts'
import type { StoredEvent } from '../../../shared-types/src/model/case.ts'
import { sqlCaseStore } from '../../../shared-types/src/store/sql-case-store.ts'
import { list, run } from '../../../shared-types/src/store/statement.ts'
import { eventOf, foldedEvents } from '../event-log.ts'
import { type Fed, feedsOf } from '../projection/feeds.ts'
import { type Ground, groundOf } from '../projection/ground.ts'
import { rowOf } from '../projection/rows.ts'
import type { Registrations } from '../rules/date-changed.ts'
import type { Db } from '../store.ts'
import type { ReplayParts, Seen, SeenBySubject } from './seen.ts'

/** Cases of one statement. */
const TOGETHER = 200

/** The date that a registration had at the end of a day, from that day on; none while it was not there. */
interface Stood {
  day: string
  date: string | undefined
}

/**
 * What the nights saw of registrations that changed in these days, each compared with what the baseline has of it, or,
 * where no night had looked before, with how it stood on the day before the first. What was disposed of is left out.
 */
export async function registrationsSeen(parts: ReplayParts, kind: Registrations): Promise<SeenBySubject> {
  const { db, kinds, directory, from } = parts
  const fed = [...feedsOf(kinds).values()].flat().filter(one => one.name === kind)
  if (fed.length === 0) return new Map()
  const ground = groundOf(kinds, directory)
  const looked = await run(db, 'select 1 from rule_nights where kind = ? and day < ? limit 1', [kind, from])
  const ids = await changedSince(db, fed, from)
  const seen = new Map<string, readonly Seen[]>()
  for (let i = 0; i < ids.length; i += TOGETHER) {
    const part = ids.slice(i, i + TOGETHER)
    const known = looked.length ? await baselines(db, kind, part) : new Map<string, string>()
    for (const [id, stood] of await courses(parts, fed, ground, part)) {
      const steps = differences(stood, known.get(id), from)
      if (steps.some(({ measure }) => measure !== undefined)) seen.set(id, steps)
    }
  }
  return seen
}

async function changedSince(db: Db, fed: readonly Fed[], from: string): Promise<string[]> {
  const types = fed.map(({ kind }) => kind.type)
  const rows = await run<{ id: string }>(
    db,
    `select distinct case_id as id from events
     where folded = 1 and type in (${list(types.length)}) and received_at >= ? order by case_id`,
    // A day earlier: the day of an instant is the zone's.
    [...types, `${addDays(from, -1)}T00:00:00.000Z`],
  )
  return rows.map(({ id }) => id)
}

async function baselines(db: Db, kind: Registrations, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await run<{ id: string; registered_on: string }>(
    db,
    `select id, registered_on from rule_baselines where kind = ? and id in (${list(ids.length)})`,
    [kind, ...ids],
  )
  return new Map(rows.map(row => [row.id, row.registered_on]))
}

/** How each of these cases stood at the end of each day on which something of it happened. */
async function courses(
  { db, kinds, directory, to }: ReplayParts,
  fed: readonly Fed[],
  ground: Ground,
  ids: readonly string[],
): Promise<Map<string, Stood[]>> {
  const cases = await sqlCaseStore(db, kinds).get(ids)
  const events = await foldedEvents(db, [...cases.keys()], Number.MAX_SAFE_INTEGER)
  const found = new Map<string, Stood[]>()
  for (const [id, { type }] of cases) {
    const own = fed.find(({ kind }) => kind.type === type)
    if (!own) continue
    const dated = (events.get(id) ?? [])
      .map(eventOf)
      .map((event): [string, StoredEvent] => [dayOfEvent(event, directory.zone), event])
    const days = [...new Set(dated.map(([day]) => day))].filter(day => day <= to).sort()
    found.set(
      id,
      days.map(day => {
        const past = dated.filter(([on]) => on <= day).map(([, event]) => event)
        const c = fold(own.kind, past)
        const row = c && rowOf(own, c, ground)
        return { day, date: row && String(row[1]) }
      }),
    )
  }
  return found
}

/** `known`: what the baseline has. */
function differences(stood: readonly Stood[], known: string | undefined, from: string): Seen[] {
  const before = stood.findLast(({ day }) => day < from)?.date
  const base = known ?? before ?? stood.find(({ day, date }) => day >= from && date !== undefined)?.date
  // Until it was there for the first time there was nothing to compare.
  const first = stood.findIndex(
    ({ day, date }) => date !== undefined && (known !== undefined || day >= from || date === before),
  )
  if (base === undefined || first < 0) return []
  return stood.slice(first).flatMap(({ day, date }): Seen[] => {
    // Without a baseline nobody had looked before.
    if (known === undefined && day < from) return []
    return [{ day, measure: date === base ? undefined : `${base}→${date ?? ''}` }]
  })
}

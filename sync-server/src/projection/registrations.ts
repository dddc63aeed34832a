import { setImmediate as breathe } from 'node:timers/promises'
import { dayOfEvent } from '../../../shared-types/src/engine/clock.ts'
import { dayOf } from '../../../shared-types/src/engine/day.ts'
import { fold } from '../../../shared-types/src/engine/fold.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import { sqlCaseStore } from '../../../shared-types/src/store/sql-case-store.ts'
import { list, run } from '../../../shared-types/src/store/statement.ts'
import { eventOf, foldedEvents } from '../event-log.ts'
import type { Registrations } from '../rules/date-changed.ts'
import type { Db } from '../store.ts'
import { type Fed, feedsOf } from './feeds.ts'
import { type Ground, groundOf } from './ground.ts'
import type { FollowParts } from './parts.ts'
import { takePlace } from './place.ts'
import { type Row, rowOf } from './rows.ts'

type FedNight = Extract<Fed, { name: Registrations }>

/** Cases of one transaction. */
const TOGETHER = 200

/** Notes registrations that changed since the last night looked at them. */
export async function noteRegistrations(db: Db, kind: Registrations, ids: readonly string[]): Promise<void> {
  await run(
    db,
    `insert into rule_registration_changes (kind, id) values ${list(ids.length, '(?, ?)')}
     on conflict (kind, id) do nothing`,
    ids.flatMap(id => [kind, id]),
  )
}

/** What was disposed of is no registration that somebody made disappear: nothing compares it any more. */
export async function forgetRegistrations(db: Db, kind: Registrations, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  for (const table of ['rule_registrations', 'rule_baselines', 'rule_registration_changes'])
    await run(db, `delete from ${table} where kind = ? and id in (${list(ids.length)})`, [kind, ...ids])
}

/**
 * Lays the registrations as they stood at the end of a day into `rule_registrations`, and says in `rule_nights` that they
 * lie there: only those that changed since the night before are touched. To be called after `followLog`, outside of a
 * transaction. False where a later night lies there already, which nothing can be compared with any more. A second
 * time for the same day changes nothing.
 */
export async function layRegistrations(parts: FollowParts, kind: Registrations, day: string): Promise<boolean> {
  const { store, directory } = parts
  const [night] = await run<{ last: string | null }>(
    store.db,
    'select max(day) as last from rule_nights where kind = ?',
    [kind],
  )
  if (night?.last && night.last >= day) return night.last === day
  const ground = groundOf(store.kinds, await directory(store.db))
  const fed = [...feedsOf(store.kinds).values()].flat().filter((f): f is FedNight => f.name === kind)
  const inTurn = <T>(work: (db: Db) => Promise<T>) =>
    store.through(() =>
      store.db.transaction().execute(async db => {
        // What changes meanwhile is noted after this transaction, not within: it would be forgotten with the rest.
        await takePlace(db)
        return work(db)
      }),
    )
  for (let after: string | undefined = ''; after !== undefined; ) {
    const from: string = after
    after = await inTurn(db => layPart(db, { parts, fed, ground, kind, day }, from))
    await breathe()
  }
  await inTurn(db =>
    run(db, 'insert into rule_nights (kind, day) values (?, ?) on conflict (kind, day) do nothing', [kind, day]),
  )
  return true
}

interface Night {
  parts: FollowParts
  fed: readonly FedNight[]
  ground: Ground
  kind: Registrations
  day: string
}

/** Lays the next of those that changed, by their ids; answers the last id, undefined when there are no more. */
async function layPart(db: Db, night: Night, after: string): Promise<string | undefined> {
  const { kind } = night
  const rows = await run<{ id: string }>(
    db,
    `select id from rule_registration_changes where kind = ? and id > ? order by id limit ${TOGETHER}`,
    [kind, after],
  )
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return undefined
  const { wanted, settled } = await asOf(db, night, ids)
  await run(db, `delete from rule_registrations where kind = ? and id in (${list(ids.length)})`, [kind, ...ids])
  if (wanted.length)
    await run(
      db,
      `insert into rule_registrations (kind, id, registered_on) values ${list(wanted.length, '(?, ?, ?)')}`,
      wanted.flatMap(row => [kind, ...row]),
    )
  if (settled.length)
    await run(db, `delete from rule_registration_changes where kind = ? and id in (${list(settled.length)})`, [
      kind,
      ...settled,
    ])
  return ids.at(-1)
}

/** The rows of these cases as of the end of the day, and which of them have not gone on since. */
async function asOf(
  db: Db,
  { parts, fed, ground, day }: Night,
  ids: readonly string[],
): Promise<{ wanted: Row[]; settled: string[] }> {
  const { kinds } = parts.store
  const cases = await sqlCaseStore(db, kinds).get(ids)
  const late = await receivedAfter(db, [...cases.values()], day, ground.zone)
  const events = await foldedEvents(db, [...late], Number.MAX_SAFE_INTEGER)
  const wanted: Row[] = []
  for (const [id, c] of cases) {
    const own = fed.find(({ kind }) => kind.type === c.type)
    if (!own) continue
    const stood = late.has(id)
      ? fold(
          own.kind,
          (events.get(id) ?? []).map(eventOf).filter(e => dayOfEvent(e, ground.zone) <= day),
        )
      : c
    const row = stood && rowOf(own, stood, ground)
    if (row) wanted.push(row)
  }
  return { wanted, settled: ids.filter(id => !late.has(id)) }
}

/** Those of which something was received after the day, or says that it happened after it. */
async function receivedAfter(db: Db, cases: readonly Case[], day: string, zone: string): Promise<Set<string>> {
  if (cases.length === 0) return new Set()
  const rows = await run<{ case_id: string; last: string }>(
    db,
    `select case_id, max(received_at) as last from events
     where folded = 1 and case_id in (${list(cases.length)}) group by case_id`,
    cases.map(({ id }) => id),
  )
  const last = new Map(rows.map(row => [row.case_id, row.last]))
  const isAfter = (instant: string) => dayOf(instant, zone) > day
  return new Set(cases.filter(c => isAfter(last.get(c.id)!) || isAfter(c.updatedAt)).map(({ id }) => id))
}

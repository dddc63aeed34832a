import { setImmediate as breathe } from 'node:timers/promises'
import { dayOf } from '../../../shared-types/src/engine/day.ts'
import { sqlCaseStore } from '../../../shared-types/src/store/sql-case-store.ts'
import { list, run } from '../../../shared-types/src/store/statement.ts'
import { AUDIT } from '../audit.ts'
import type { Directory } from '../directory.ts'
import { DISPOSE } from '../disposed.ts'
import type { Db, Store } from '../store.ts'
import { markDirty } from './dirty-days.ts'
import { type Fed, feedsOf } from './feeds.ts'
import { type Ground, groundOf, isSameShape } from './ground.ts'
import type { FollowParts } from './parts.ts'
import { isBehind, lastEvent, type Place, putPlace, takePlace } from './place.ts'
import { putRows } from './put-rows.ts'
import { forgetRegistrations, noteRegistrations } from './registrations.ts'
import { countAnew, countChanges } from './station-days.ts'
import { putStations } from './stations.ts'
import { TABLES } from './tables.ts'
import { terminalDays } from './terminal-days.ts'
import { wantedRows } from './wanted.ts'

/** Lines of the log that one transaction follows: nobody who writes waits longer for it. */
const TOGETHER = 200

/**
 * Brings what the rules read to what the log says, up to its end. Whoever is about to judge calls it first; several at
 * once, also of several servers, take turns. It may end at any moment and be called again: a row follows from its case
 * alone. Not for within a transaction.
 */
export async function followLog({ store, directory, now }: FollowParts, stopping?: AbortSignal): Promise<void> {
  const organisation = await directory(store.db)
  const following = {
    store,
    feeds: feedsOf(store.kinds),
    ground: groundOf(store.kinds, organisation),
    organisation,
    now: now(),
  }
  while (!stopping?.aborted && (await isBehind(store.db, organisation))) {
    await store.through(() => store.db.transaction().execute(db => followPart({ ...following, db })))
    // SQLite leaves no pause by itself: whoever asks meanwhile would wait until all of the log was followed.
    await breathe()
  }
}

/** Has everything followed once more, from the beginning; what is right already stays as it is. */
export const followAnew = ({ store }: Pick<FollowParts, 'store'>): Promise<void> =>
  store.through(() => store.db.transaction().execute(async db => putPlace(db, await begun(db, await takePlace(db)))))

interface Following {
  db: Db
  store: Store
  feeds: ReadonlyMap<string, readonly Fed[]>
  ground: Ground
  organisation: Directory
  now: string
}

async function followPart(following: Following): Promise<void> {
  const { db, feeds } = following
  const place = await inOrganisation(following, await takePlace(db))
  const last = await lastEvent(db)
  const isNew = place.position >= place.built
  const through = isNew ? last : Math.min(last, place.built)
  const lines = await linesAfter(db, place.position, through, [...feeds.keys()])
  for (const [type, own] of Map.groupBy(lines, line => line.type)) await followType(following, type, own, isNew)
  await putPlace(db, { ...place, position: lines.length === TOGETHER ? lines.at(-1)!.seq : through })
}

/** Follows the organisation first: which stations there are, when they work, and to which of them units belong. */
async function inOrganisation({ db, ground, organisation }: Following, place: Place): Promise<Place> {
  if (place.settings >= organisation.seq) return place
  await putStations(db, organisation.units)
  const isSame = place.shape !== undefined && isSameShape(place.shape, ground.shape)
  return { ...(isSame ? place : await begun(db, place)), settings: organisation.seq, shape: ground.shape }
}

async function begun(db: Db, place: Place): Promise<Place> {
  const made = place.shape ? Object.values(TABLES) : []
  for (const { name } of made)
    await run(db, `delete from ${name} where not exists (select 1 from cases c where c.id = ${name}.id)`)
  await countAnew(db)
  return { ...place, position: 0, built: await lastEvent(db) }
}

interface Line {
  seq: number
  caseId: string
  type: string
  erased: boolean
}

/** Lines that may have changed what is read: events that count in their case, and erasures. */
async function linesAfter(db: Db, position: number, through: number, types: readonly string[]): Promise<Line[]> {
  if (types.length === 0) return []
  const rows = await run<{ seq: number; case_id: string; type: string; gone: string | null }>(
    db,
    `select e.seq, e.case_id, e.type, g.type as gone from events e
     left join erased_cases g on e.type = '${AUDIT}' and e.act = '${DISPOSE}' and g.case_id = e.case_id
     where e.seq > ? and e.seq <= ?
       and (e.folded = 1 and e.type in (${list(types.length)}) or e.type = '${AUDIT}' and e.act = '${DISPOSE}')
     order by e.seq limit ${TOGETHER}`,
    [position, through, ...types],
  )
  return rows.map(({ seq, case_id: caseId, type, gone }) => ({
    seq,
    caseId,
    type: gone ?? type,
    erased: gone !== null,
  }))
}

async function followType(
  { db, store, feeds, ground, now }: Following,
  type: string,
  lines: readonly Line[],
  isNew: boolean,
): Promise<void> {
  const ids = [...new Set(lines.map(line => line.caseId))]
  for (const fed of feeds.get(type) ?? []) {
    if (fed.name === 'residents' || fed.name === 'employments') {
      await noteRegistrations(db, fed.name, ids)
      const erased = lines.filter(line => line.erased).map(line => line.caseId)
      await forgetRegistrations(db, fed.name, erased)
      continue
    }
    const table = TABLES[fed.name]
    const changes = await putRows(db, table, await wantedRows(db, sqlCaseStore(db, store.kinds), fed, ids, ground))
    if (fed.name === 'applications') await countChanges(db, changes)
    if (!isNew) continue
    const days = changes.flatMap(({ before, after }) => table.days(before, after))
    if (fed.name === 'terminals') days.push(...(await terminalDays(db, changes)))
    const today = dayOf(now, ground.zone)
    const over = days.filter(day => day < today)
    await markDirty(db, over, now)
  }
}

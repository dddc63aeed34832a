/** A thread of its own: judges the days of a rehearsal on a connection that only reads, while the server serves. */
import { parentPort, workerData } from 'node:worker_threads'
import { CalendarError, makeCalendar } from '../../../shared-types/src/engine/calendar.ts'
import { kindsOf } from '../../../shared-types/src/engine/kinds.ts'
import type { Domain } from '../../../shared-types/src/model/domain.ts'
import type { Unit } from '../../../shared-types/src/model/person.ts'
import type { RehearsalFailure, RehearsalRequest, RehearsalResult } from '../../../shared-types/src/protocol-rules.ts'
import { isPostgres } from '../database-address.ts'
import { openReader } from '../open-reader.ts'
import { getSetting } from '../settings.ts'
import type { Db } from '../store.ts'
import { rehearse } from './rehearse.ts'

/** What the thread is given. */
export interface Given {
  database: string
  request: RehearsalRequest
  domains: readonly Domain[]
  units: readonly Unit[]
  zone: string
}
/** What it tells, as often as there are days, and last how it ended. */
export type Told = { done: number } | { result: RehearsalResult } | { failure: RehearsalFailure }

/** Alerts of each kind that are shown. */
const SAMPLES = 50

const { database, request, domains, units, zone } = workerData as Given
const tell = (told: Told) => parentPort?.postMessage(told)
const db = await openReader(database)
try {
  const calendar = makeCalendar(await overrides(db))
  const result = await rehearse({
    request,
    calendar,
    kinds: kindsOf(domains),
    directory: { units, zone },
    view: work => viewed(db, work),
    samples: SAMPLES,
    tell: done => tell({ done }),
  })
  tell({ result })
} catch (error) {
  if (!(error instanceof CalendarError)) throw error
  tell({ failure: { year: error.year } })
} finally {
  await db.destroy()
}

/** A view of each day for itself: nothing that goes on for minutes keeps the database from clearing up. */
function viewed<T>(from: Db, work: (db: Db) => Promise<T>): Promise<T> {
  return isPostgres(database)
    ? from.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work)
    : from.transaction().execute(work)
}

async function overrides(from: Db) {
  const setting = await getSetting(from, 'calendar')
  return setting?.kind === 'calendar' && !setting.deleted ? setting.value : undefined
}

import { dayOf } from '../../../shared-types/src/engine/day.ts'
import { CENTRE } from '../../../shared-types/src/model/person.ts'
import { list, run } from '../../../shared-types/src/store/statement.ts'
import { audit } from '../audit.ts'
import type { Parts } from '../route.ts'
import type { Turn } from '../store.ts'
import type { OpenApp } from './app.ts'
import { OpenRefusal } from './problem.ts'

/** What a line of the log says of what an app asked. Of a person's number only what its mask leaves. */
export interface OpenLine {
  act: string
  patch: Readonly<Record<string, string | number>>
  /** The case under which it stands, so that the person may be told of it. */
  caseId?: string | undefined
}

/**
 * Counts one request against the app's quota of the day and writes it into the log, before anything is answered. When the
 * quota is used up, the first refusal of the day is a line of the log; those after it write nothing.
 * @throws OpenRefusal `quota` with the seconds to the next day
 */
export async function spend(parts: Pick<Parts, 'store' | 'directory' | 'now'>, app: OpenApp, line: OpenLine) {
  const spent = await parts.store.transaction(async turn => {
    const now = parts.now()
    const { zone } = await parts.directory(turn.db)
    const count = await counted(turn, app, dayOf(now, zone))
    if (count <= app.perDay) await openAudit(turn, app, line, now)
    else if (count === app.perDay + 1) await openAudit(turn, app, { act: 'open-quota', patch: {} }, now)
    return { ok: count <= app.perDay, now, zone }
  })
  if (!spent.ok) throw new OpenRefusal('quota', { wait: toNextDay(spent.now, spent.zone) })
}

/** A line of the log in an app's name. */
export async function openAudit(turn: Turn, app: OpenApp, { act, patch, caseId }: OpenLine, now: string) {
  const by = { id: app.id, post: '', role: CENTRE, unit: app.unit } as const
  const line = { act, by, station: CENTRE, patch: { name: app.name, ...patch }, ...(caseId && { caseId }) }
  await audit(turn, line, now)
}

/** How often the app has asked today, this time included; at most one more than it may. */
async function counted({ db }: Turn, { id, perDay }: OpenApp, day: string): Promise<number> {
  await run(db, `insert into open_uses (app, day, count) values (${list(3)}) on conflict (app, day) do nothing`, [
    ...[id, day, 0],
  ])
  const [row] = await run<{ count: number }>(db, 'select count from open_uses where app = ? and day = ?', [id, day])
  const before = Number(row!.count)
  if (before > perDay) return before + 1
  await run(db, 'update open_uses set count = ? where app = ? and day = ?', [before + 1, id, day])
  return before + 1
}

const HOUR = 3_600_000

/** Seconds to the midnight of that zone, to the quarter of an hour: no zone changes its clock by less. */
function toNextDay(now: string, zone: string): number {
  const [start, today] = [Date.parse(now), dayOf(now, zone)]
  const step = HOUR / 4
  let at = Math.ceil((start + 1) / step) * step
  while (dayOf(new Date(at).toISOString(), zone) === today) at += step
  return Math.ceil((at - start) / 1000)
}

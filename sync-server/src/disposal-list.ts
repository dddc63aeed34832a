import type { DisposalLine, HoldLine } from '../../shared-types/src/protocol-disposal.ts'
import type { Db } from './store.ts'

interface Office {
  administers: ReadonlySet<string>
  whole: boolean
}

/** So many of the newest are shown. */
const SHOWN = 200

/** Proposals whose cases lie all within these units, newest first. */
export async function disposalLines(db: Db, { administers, whole }: Office): Promise<DisposalLine[]> {
  const rows = await db.selectFrom('disposals').selectAll().orderBy('proposed_at', 'desc').limit(SHOWN).execute()
  if (rows.length === 0) return []
  const counts = await db
    .selectFrom('disposal_cases')
    .select(['disposal', 'unit', 'outcome'])
    .select(eb => [
      eb.fn.countAll<number>().as('cases'),
      eb.fn.min('ended').as('oldest'),
      eb.fn.max('ended').as('newest'),
    ])
    .where(
      'disposal',
      'in',
      rows.map(row => row.id),
    )
    .groupBy(['disposal', 'unit', 'outcome'])
    .execute()
  const byDisposal = Map.groupBy(counts, c => c.disposal)
  return rows.flatMap(row => {
    const parts = (byDisposal.get(row.id) ?? []).map(part => ({ ...part, cases: Number(part.cases) }))
    if (!whole && parts.some(part => !administers.has(part.unit))) return []
    const sum = (...outcomes: readonly string[]) =>
      parts.filter(p => outcomes.includes(p.outcome)).reduce((n, p) => n + p.cases, 0)
    const units = [...Map.groupBy(parts, p => p.unit)].map(([unit, of]) => ({
      unit,
      cases: of.reduce((n, p) => n + p.cases, 0),
    }))
    return {
      id: row.id,
      type: row.type,
      state: row.state,
      note: row.note,
      proposedBy: row.proposed_by,
      proposedAt: row.proposed_at,
      ...(row.decided_by !== null && { settledBy: row.decided_by }),
      ...(row.decided_at !== null && { settledAt: row.decided_at }),
      ...(row.reason !== null && { reason: row.reason }),
      ...(row.done_at !== null && { doneAt: row.done_at }),
      cases: units.reduce((n, u) => n + u.cases, 0),
      erased: sum('erased'),
      kept: sum('held', 'kept'),
      oldest: parts.map(p => p.oldest).sort()[0] ?? '',
      newest:
        parts
          .map(p => p.newest)
          .sort()
          .at(-1) ?? '',
      units,
    }
  })
}

/** Holds that stand at one of these units, the newest first. */
export async function holdLines(db: Db, { administers, whole }: Office): Promise<HoldLine[]> {
  const rows = await db.selectFrom('holds').selectAll().orderBy('set_at', 'desc').limit(SHOWN).execute()
  const counts = await db
    .selectFrom('held_cases')
    .select('hold')
    .select(eb => eb.fn.countAll<number>().as('cases'))
    .groupBy('hold')
    .execute()
  const byHold = new Map(counts.map(c => [c.hold, Number(c.cases)]))
  return rows
    .filter(row => whole || administers.has(row.unit))
    .map(row => ({
      id: row.id,
      ...(row.type !== null && { type: row.type }),
      unit: row.unit,
      ...(row.type === null && { cases: byHold.get(row.id) ?? 0 }),
      reason: row.reason,
      setBy: row.set_by,
      setAt: row.set_at,
      ...(row.lifted_by !== null && { liftedBy: row.lifted_by }),
      ...(row.lifted_at !== null && { liftedAt: row.lifted_at }),
      ...(row.lift_reason !== null && { liftReason: row.lift_reason }),
    }))
}

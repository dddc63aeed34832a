import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '../../shared-types/src/engine/evaluate.ts'
import { endedBefore, yearsKept } from '../../shared-types/src/engine/retention.ts'
import type { Kind } from '../../shared-types/src/model/domain.ts'
import type { DueLine } from '../../shared-types/src/protocol-disposal.ts'
import { byBytes, type Dialect } from '../../shared-types/src/store/dialect.ts'
import { textOf } from '../../shared-types/src/store/where.ts'
import type { Directory } from './directory.ts'
import { heldSql } from './hold.ts'
import type { Db, Store } from './store.ts'

export type Term = Pick<Scope, 'today' | 'parameters'>

/** The day on which a row of `cases` ended, as `endOf` says it, null while it has not. */
export function endSql(kind: Kind): RawBuilder<string | null> {
  const ends = Object.entries(kind.record.retention?.ends ?? {})
  if (ends.length === 0) return sql`cast(null as varchar)`
  const cases = ends.map(
    ([state, from]) =>
      sql`when ${state} then substr(${from === '$updated' ? sql`cases.updated_at` : textOf(from)}, 1, 10)`,
  )
  return sql<string | null>`case cases.state ${sql.join(cases, sql` `)} end`
}

/** Whether a row of `cases` of this type has run out; the same answer as `hasRunOut` gives in memory. */
export function ranOutSql(kind: Kind, term: Term, dialect: Dialect): RawBuilder<boolean> {
  const before = endedBefore(kind, term)
  if (before === undefined) return sql<boolean>`1 = 0`
  const end = endSql(kind) as RawBuilder<string>
  return sql<boolean>`(cases.type = ${kind.type} and coalesce(${byBytes(dialect, end)} < ${before}, 1 = 0))`
}

/** A row of `cases` stands in a proposal that is not settled. */
export const proposedSql = sql<boolean>`exists (select 1 from disposal_cases
  join disposals on disposals.id = disposal_cases.disposal
  where disposal_cases.case_id = cases.id and disposals.state in ('proposed', 'approved'))`

/** The units as a condition on `cases`; every one where the officer looks after the whole deployment. */
export const inUnits = ({ administers, whole }: { administers: ReadonlySet<string>; whole: boolean }) =>
  whole ? sql<boolean>`1 = 1` : sql<boolean>`cases.unit in (${sql.join([...administers])})`

/** What has run out in these units, by record type; types of which nothing has are left out. */
export async function dueLines(
  store: Store,
  directory: Directory,
  office: { administers: ReadonlySet<string>; whole: boolean },
  today: string,
): Promise<DueLine[]> {
  const term = { today, parameters: directory.parameters }
  const held = await heldSql(store.db, directory)
  const lines: DueLine[] = []
  for (const kind of store.kinds.values()) {
    if (!kind.record.retention) continue
    const row = await counted(store.db, kind, sql`${ranOutSql(kind, term, store.dialect)} and ${inUnits(office)}`, held)
    const [all, heldCount, proposed] = [Number(row.all), Number(row.held), Number(row.proposed)]
    if (all === 0) continue
    const count = all - heldCount - proposed
    const line = { type: kind.type, years: yearsKept(kind, term)!, count, held: heldCount, proposed }
    lines.push({ ...line, ...(row.oldest && { oldest: row.oldest }) })
  }
  return lines
}

interface Counted {
  all: number
  held: number
  proposed: number
  oldest: string | null
}

async function counted(db: Db, kind: Kind, due: RawBuilder<unknown>, held: RawBuilder<boolean>): Promise<Counted> {
  const { rows } = await sql<Counted>`
    select count(*) as "all", coalesce(sum(held), 0) as held, coalesce(sum(proposed), 0) as proposed, min(ended) as oldest
    from (select case when ${held} then 1 else 0 end as held,
      case when ${held} then 0 when ${proposedSql} then 1 else 0 end as proposed, ${endSql(kind)} as ended
      from cases where ${due}) as due`.execute(db)
  return rows[0]!
}

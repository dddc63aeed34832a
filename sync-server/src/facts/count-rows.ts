import type { FactCountsAnswer } from '../../../shared-types/src/protocol-facts.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import type { Db } from '../store.ts'
import { allOf, type SqlPart } from './fact-scope.ts'
import { type Asked, subjectsOf } from './list-rows.ts'

/** Subjects of one answer. */
const SHOWN = 500

/** How many rows each subject has, the most first, and each day: out of the counts that are kept as rows come and go. */
export async function countsOf(db: Db, asked: Asked): Promise<Omit<FactCountsAnswer, 'time'>> {
  const { tables } = asked
  const within = periodOf(asked)
  const subjects = await run<{ subject: string; unit: string | null; count: number }>(
    db,
    `select counted.subject as subject, counted.count as count, ${tables.owners}.unit as unit
      from (select ${tables.subject} as subject, cast(sum(count) as bigint) as count from ${tables.counts}
        where ${within.sql} group by ${tables.subject} order by 2 desc, 1 limit ${SHOWN + 1}) as counted
      left join ${tables.owners} on ${tables.owners}.${tables.subject} = counted.subject
      order by counted.count desc, counted.subject`,
    within.values,
  )
  const days = await run<{ day: string; count: number }>(
    db,
    `select day, cast(sum(count) as bigint) as count from ${tables.counts} where ${within.sql} group by day order by day`,
    within.values,
  )
  return {
    subjects: subjects
      .slice(0, SHOWN)
      .map(({ subject, unit, count }) => ({ subject, count: Number(count), ...(unit && { unit }) })),
    more: subjects.length > SHOWN,
    total: days.reduce((sum, { count }) => sum + Number(count), 0),
    days: days.map(({ day, count }) => ({ day, count: Number(count) })),
  }
}

/** Rows of the conditions: by the counts, unless a person is asked for. */
export async function totalOf(db: Db, asked: Asked): Promise<number> {
  const { tables, conditions } = asked
  const { person } = conditions
  if (person === undefined) {
    const within = periodOf(asked)
    const [row] = await run<{ n: number }>(
      db,
      `select cast(coalesce(sum(count), 0) as bigint) as n from ${tables.counts} where ${within.sql}`,
      within.values,
    )
    return Number(row!.n)
  }
  const within = periodOf(asked)
  const all = allOf([{ sql: 'person = ?', values: [person] }, subjectsOf(asked, 'subject')])
  // Day by day, for each of which the index knows the person.
  const [row] = await run<{ n: number }>(
    db,
    `select cast(coalesce(sum(n), 0) as bigint) as n from (
        select (select count(*) from ${tables.rows} where ${tables.rows}.day = days.day and ${all.sql}) as n
        from (select distinct day from ${tables.counts} where ${within.sql}) as days) as counted`,
    [...all.values, ...within.values],
  )
  return Number(row!.n)
}

const periodOf = (asked: Asked): SqlPart =>
  allOf([
    { sql: 'day between ? and ?', values: [asked.conditions.from, asked.conditions.until] },
    subjectsOf(asked, asked.tables.subject),
  ])

import { run } from '../../../shared-types/src/store/statement.ts'
import type { Rule, RuleId } from './rule.ts'

/** 流动人口 and 从业人员: which rows a night compares. */
export type Registrations = 'residents' | 'employments'

interface Difference {
  id: string
  before: string
  now: string | null
}

/**
 * 登记日期变更: a registration whose date is not what it was, or that is gone. What was seen once stays what it is
 * compared with; only rows that the baseline does not know yet enter it. Tonight's whole table must lie in
 * `rule_registrations`, and `rule_nights` say so; the first night builds the baseline.
 */
function dateChanged(id: Extract<RuleId, `${string}-date-changed`>, kind: Registrations): Rule {
  return {
    id,
    defaults: {},
    bounds: {},
    remembers: true,
    async judge({ db, day, past }) {
      const [night] = await run(db, 'select 1 from rule_nights where kind = ? and day = ?', [kind, day])
      if (!night) return []
      const [known] = await run(db, 'select 1 from rule_baselines where kind = ? limit 1', [kind])
      const found = known ? await run<Difference>(db, DIFFERENT, [kind, kind]) : []
      const alerts = []
      for (const { id: subject, before, now } of found) {
        const measure = `${before}→${now ?? ''}`
        if (await past.ever(id, subject, measure)) continue
        alerts.push({ rule: id, subject, from: day, to: day, measure })
      }
      return alerts
    },
    async remember({ db, day }, after) {
      const [night] = await run(db, 'select 1 from rule_nights where kind = ? and day = ?', [kind, day])
      if (!night) return undefined
      const [last] = await run<{ id: string }>(db, LAST, [kind, after])
      await run(db, last ? `${ENTER} and r.id <= ?${ONCE}` : `${ENTER}${ONCE}`, [
        kind,
        after,
        ...(last ? [last.id] : []),
      ])
      return last?.id
    },
  }
}

/** Registrations of one statement. */
const PART = 10_000

const DIFFERENT = `
  select b.id, b.registered_on as before, r.registered_on as now from rule_baselines b
  left join rule_registrations r on r.kind = ? and r.id = b.id
  where b.kind = ? and (r.registered_on is null or r.registered_on <> b.registered_on)`

const LAST = `select id from rule_registrations where kind = ? and id > ? order by id limit 1 offset ${PART - 1}`

const ENTER = `
  insert into rule_baselines (kind, id, registered_on)
  select r.kind, r.id, r.registered_on from rule_registrations r where r.kind = ? and r.id > ?
    and not exists (select 1 from rule_baselines b where b.kind = r.kind and b.id = r.id)`
const ONCE = ' on conflict (kind, id) do nothing'

export const residentDateChanged = dateChanged('resident-date-changed', 'residents')
export const employmentDateChanged = dateChanged('employment-date-changed', 'employments')

import { addDays } from '../../../shared-types/src/engine/day.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import { binomialTail } from './binomial.ts'
import type { Rule, RuleId } from './rule.ts'

interface Counted {
  station: string
  n: number
  x: number
  all: number
  bad: number
}

/** A table of which some rows are bad: its day column, and what says that one is. */
interface Source {
  table: string
  day: string
  counts: string
  bad: string
}

/**
 * A share of bad cases in the window that is `factor` times what the days before it let expect, and that chance alone
 * would hardly bring.
 */
function rateRule(id: Extract<RuleId, 'void-rate' | 'rejection-rate'>, source: Source): Rule {
  return {
    id,
    defaults: { windowDays: 7, referenceDays: 56, minCases: 10, factor: 2, alpha: 0.01 },
    bounds: {
      windowDays: { min: 1, max: 90, whole: true },
      referenceDays: { min: 7, max: 730, whole: true },
      minCases: { min: 1, max: 10000, whole: true },
      factor: { min: 1, max: 100 },
      alpha: { min: 0.000001, max: 0.5 },
    },
    byUnit: true,
    async judge({ db, day, past }, { windowDays = 7, referenceDays = 56, minCases = 10, factor = 2, alpha = 0.01 }) {
      const from = addDays(day, 1 - windowDays)
      const told = new Set((await past.since(id, from)).map(({ subject }) => subject))
      const begin = addDays(from, -referenceDays)
      const stations = await run<Counted>(db, countedIn(source), [from, from, from, from, begin, day])
      return stations.flatMap(counted => {
        const [n, x, all, bad] = [counted.n, counted.x, counted.all, counted.bad].map(Number) as Four
        if (n < minCases || all < minCases || told.has(counted.station)) return []
        const reference = (bad + 1) / (all + 2)
        const measure = x / n
        if (measure <= factor * reference || binomialTail(n, reference, x) >= alpha) return []
        return [
          { rule: id, subject: counted.station, from, to: day, measure, reference, threshold: factor * reference },
        ]
      })
    },
  }
}

type Four = [number, number, number, number]

const countedIn = ({ table, day, counts, bad }: Source) => `
  select station, sum(case when ${day} >= ? then 1 else 0 end) as n,
    sum(case when ${day} >= ? and ${bad} then 1 else 0 end) as x,
    sum(case when ${day} < ? then 1 else 0 end) as "all",
    sum(case when ${day} < ? and ${bad} then 1 else 0 end) as bad
  from ${table} where ${day} between ? and ? and ${counts} group by station`

/** 废证率异常 */
export const voidRate = rateRule('void-rate', { table: 'rule_prints', day: 'day', counts: '1 = 1', bad: 'void = 1' })

/** 审批数据异常 */
export const rejectionRate = rateRule('rejection-rate', {
  table: 'rule_applications',
  day: 'decided',
  counts: "decision <> ''",
  bad: "decision = 'rejected'",
})

import { addDays } from '../../../shared-types/src/engine/day.ts'
import type { RuleId } from '../rules/rule.ts'
import { VOLUME } from './alerts.ts'
import { type DemoPost, superior } from './scans.ts'
import { instantAt } from './work-days.ts'

/** A rule as a supervisor of the demo set it. */
export interface DemoRuleChange {
  rule: RuleId
  from: string
  parameters: Readonly<Record<string, number>>
  by: DemoPost
  at: string
  reason: string
}

/** Small stations have quiet days: what is unusual of them begins with fewer applications. */
export const quietStations = (today: string): DemoRuleChange => ({
  rule: 'permit-volume',
  from: addDays(today, -100),
  parameters: VOLUME,
  by: superior(),
  at: instantAt(addDays(today, -100), 10 * 60),
  reason: '各所日均受理量较小，按小所设置',
})

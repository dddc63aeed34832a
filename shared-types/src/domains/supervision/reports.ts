import type { Report } from '../../model/domain.ts'
import { state } from './conditions.ts'

const raised = { not: state('new') } as const

export const reports: Readonly<Record<string, Report>> = {
  /** 监督点统计: one row for each rule, unit and month. */
  byRule: { record: 'alert', where: raised, period: 'to', by: ['rule', '$unit', 'month'] },
  byLevel: { record: 'alert', where: raised, period: 'to', by: ['level', '$unit', '$state'] },
  byOutcome: { record: 'alert', where: state('closed', 'falseAlarm'), period: 'closedOn', by: ['rule', 'outcome'] },
  byState: { record: 'alert', where: raised, period: 'raisedOn', by: ['$unit', '$state'] },
}

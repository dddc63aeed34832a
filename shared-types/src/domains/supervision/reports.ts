import type { Report } from '../../model/domain.ts'
import { state } from './conditions.ts'

const ended = state('closed', 'falseAlarm')
const raised = { not: state('new') } as const

export const reports: Readonly<Record<string, Report>> = {
  /** 监督点统计: one row for each rule, unit and month. */
  byRule: { record: 'alert', where: raised, period: 'to', by: ['rule', '$unit', 'month'] },
  byLevel: { record: 'alert', where: raised, period: 'to', by: ['level', '$unit', '$state'] },
  /** What a rule is worth: how many of its alerts were none. */
  precision: {
    record: 'alert',
    where: ended,
    period: 'closedOn',
    by: ['rule'],
    share: state('falseAlarm'),
  },
  byOutcome: { record: 'alert', where: ended, period: 'closedOn', by: ['rule', 'outcome'] },
  byState: { record: 'alert', where: raised, period: 'raisedOn', by: ['$unit', '$state'] },
}

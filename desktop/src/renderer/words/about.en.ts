import type { aboutZhCN } from './about.zh-CN.ts'

export const aboutEn: typeof aboutZhCN = {
  rows: 'Show all rows',
  total: '{{count}} in the last {{days}} days.',
  perDay: '{{label}} by day',
  alerts: 'Alerts ({{count}})',
  moreAlerts: 'Only the newest {{count}} are shown; find the others in the list of alerts.',
  span: '{{from}} to {{to}}',
  measure: 'measured {{measure}}',
  reference: 'against {{reference}}',
  changes: '{{fields}}: what was set',
  and: ', ',
  since: 'From',
  by: 'Set by',
  at: 'Set at',
  unset: 'none',
}

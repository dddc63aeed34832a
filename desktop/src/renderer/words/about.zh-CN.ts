/** What is known of a case besides itself: rows in bulk, alerts, and who set what. */
export const aboutZhCN = {
  rows: '查看全部记录',
  total: '近 {{days}} 天共 {{count}} 条。',
  perDay: '{{label}}每日条数',
  alerts: '预警（{{count}} 条）',
  moreAlerts: '只显示最近 {{count}} 条，其余请在预警台账中查询。',
  span: '{{from}} 至 {{to}}',
  measure: '实际 {{measure}}',
  reference: '参照 {{reference}}',
  changes: '{{fields}}的设置记录',
  and: '、',
  since: '生效日期',
  by: '设置人',
  at: '设置时间',
  unset: '不设',
}

import type { DomainWords } from '../../model/domain.ts'

export const zhCN: DomainWords = {
  label: '服务评价',
  records: {
    rating: {
      label: '好差评',
      fields: { ratedCase: '办件', ratedService: '事项', satisfaction: '评价', reason: '原因', givenOn: '评价日期' },
      sections: { rating: '评价' },
      states: { open: '未评价', given: '已评价' },
      steps: { give: '评价' },
      retention: '评价不含个人信息，保存年限由本单位保管期限表确定。',
    },
  },
  dictionaries: {
    levels: { best: '非常满意', good: '满意', fair: '基本满意', bad: '不满意', worst: '非常不满意' },
    reasons: {
      slow: '等候或办理时间太长',
      manner: '服务态度不好',
      unclear: '一次没有讲清楚',
      papers: '要求的材料不合理',
      repeat: '跑了多次才办成',
      place: '场所或设备不方便',
      other: '其他',
    },
  },
  templates: {},
  desks: { ratings: '好差评', reports: '评价统计' },
  reports: {
    byUnit: '评价（按单位）',
    byService: '评价（按事项）',
    reasons: '不满意的原因（按单位）',
    byMonth: '评价（按月）',
  },
  parameters: { keepYears: '评价保存年限' },
}

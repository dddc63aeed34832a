import type { Domain } from '../../model/domain.ts'
import { rating } from './rating.ts'
import { en } from './words.en.ts'
import { zhCN } from './words.zh-CN.ts'

/** 政务服务“好差评”: five levels, by 国办发〔2019〕51号. */
export const serviceRatings = {
  name: 'service-ratings',
  version: 1,
  records: { rating },
  dictionaries: {
    levels: ['best', 'good', 'fair', 'bad', 'worst'],
    reasons: ['slow', 'manner', 'unclear', 'papers', 'repeat', 'place', 'other'],
  },
  templates: {},
  desks: {
    ratings: { kind: 'register', record: 'rating', by: ['reviewer', 'supervisor'] },
    reports: { kind: 'reports', by: ['reviewer', 'supervisor'] },
  },
  reports: {
    byUnit: { record: 'rating', period: 'givenOn', by: ['$unit', 'satisfaction'] },
    byService: { record: 'rating', period: 'givenOn', by: ['ratedService', 'satisfaction'] },
    reasons: {
      record: 'rating',
      where: { field: 'satisfaction', is: 'in', to: ['bad', 'worst'] },
      period: 'givenOn',
      by: ['$unit', 'reason'],
    },
    byMonth: { record: 'rating', period: 'givenOn', by: ['month', 'satisfaction'] },
  },
  /** No rule names a figure: the deployment sets it by its own schedule of retention. */
  parameters: { keepYears: { default: 3, min: 1, max: 100 } },
  words: { 'zh-CN': zhCN, en },
} satisfies Domain

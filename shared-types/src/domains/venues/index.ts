import type { Domain } from '../../model/domain.ts'
import { desks } from './desks.ts'
import { feeds } from './feeds.ts'
import { scan } from './scan.ts'
import { venue } from './venue.ts'
import { en } from './words.en.ts'
import { zhCN } from './words.zh-CN.ts'

/** 公共场所: the venues at which people scan in. Who scanned where is kept at the centre alone. */
export const venues = {
  name: 'venues',
  version: 1,
  records: { venue },
  dictionaries: {
    /** 场所类别 */
    categories: [
      'hotel',
      'internet',
      'karaoke',
      'bath',
      'restaurant',
      'market',
      'mall',
      'hospital',
      'school',
      'station',
      'scenic',
      'office',
      'other',
    ],
    /** 场所来源 */
    origins: ['desk', 'scans'],
  },
  templates: {},
  desks,
  feeds,
  facts: { scan },
  reports: {
    byUnit: {
      record: 'venue',
      where: { field: '$state', is: 'equal', to: 'open' },
      period: 'registeredOn',
      by: ['supervisingUnit', 'category'],
    },
    byStreet: {
      record: 'venue',
      where: { field: '$state', is: 'equal', to: 'open' },
      period: 'registeredOn',
      by: ['street', 'category'],
    },
  },
  /** No rule names a figure: the deployment sets it by its own schedule of retention. */
  parameters: { keepYears: { default: 5, min: 2, max: 100 } },
  words: { 'zh-CN': zhCN, en },
} satisfies Domain

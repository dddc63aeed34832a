import type { Domain } from '../../model/domain.ts'
import { balances } from './balances.ts'
import { desks } from './desks.ts'
import { reports } from './reports.ts'
import { request } from './request.ts'
import { seal } from './seal.ts'
import { stamp } from './stamp.ts'
import { templates } from './templates.ts'
import { en } from './words.en.ts'
import { zhCN } from './words.zh-CN.ts'

/** 用印: which seals a unit has, who asked for a stamp and who allowed it, and every stamp that fell. */
export const sealUse = {
  name: 'seal-use',
  version: 1,
  records: { request, stamp, seal },
  dictionaries: {
    /** 印章种类 */
    sealKinds: ['official', 'business', 'contract', 'cross', 'other'],
    /** 盖章结果由谁确认 */
    witnesses: ['machine', 'person'],
  },
  templates,
  desks,
  reports,
  balances,
  series: { request: { format: 'YY{unit}{yy}{number}', digits: 5, block: 50 } },
  /**
   * No rule names a figure for records of seals: an assumption, the shorter of the two limited terms of National Archives
   * order 8 (30 and 10 years), which the deployment changes to what its own schedule of retention says.
   */
  parameters: { keepYears: { default: 10, min: 2, max: 100 } },
  words: { 'zh-CN': zhCN, en },
} satisfies Domain

import type { Domain } from '../../model/domain.ts'
import { desks } from './desks.ts'
import { holder } from './holder.ts'
import { licence } from './licence.ts'
import { licenceType } from './licence-type.ts'
import { templates } from './templates.ts'
import { en } from './words.en.ts'
import { zhCN } from './words.zh-CN.ts'

/** 证照库: what licences there are, who holds them, until when they hold, and what became of each. */
export const licences = {
  name: 'licences',
  version: 1,
  records: { licence, holder, licenceType },
  dictionaries: {
    /** 持证主体类别 */
    holderSorts: ['enterprise', 'trader', 'body', 'person'],
    /** 编号方式: the library's own series, or the number that the issuer gave */
    numberings: ['library', 'issuer'],
    /** 内容: what an own field of a type holds */
    holds: ['text', 'date', 'number', 'flag', 'choice'],
    reissueReasons: ['lost', 'damaged', 'other'],
    /** 《行政许可法》第六十九条、第七十条 */
    endGrounds: [
      'applicant',
      'notExtended',
      'died',
      'dissolved',
      'impossible',
      'penalty',
      'unlawful',
      'deceit',
      'other',
    ],
  },
  templates,
  desks,
  reports: {
    byType: {
      record: 'licence',
      where: { field: '$state', is: 'in', to: ['valid', 'changing', 'suspended'] },
      period: 'registeredOn',
      by: ['licenceType', '$unit'],
    },
    byState: { record: 'licence', period: 'registeredOn', by: ['$unit', '$state'] },
    endedByMonth: {
      record: 'licence',
      where: { not: { field: 'endedOn', is: 'empty' } },
      period: 'endedOn',
      by: ['month', '$state', 'endGround'],
    },
  },
  series: { licence: { format: 'ZZ{unit}{yy}{number}', digits: 6, block: 100 } },
  /** No rule names a figure: the deployment sets it by its own schedule of retention. */
  parameters: { keepYears: { default: 10, min: 2, max: 100 } },
  words: { 'zh-CN': zhCN, en },
} satisfies Domain

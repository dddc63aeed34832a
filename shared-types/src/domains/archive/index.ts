import type { Domain } from '../../model/domain.ts'
import { desks } from './desks.ts'
import { dictionaries } from './dictionaries.ts'
import { paper } from './paper.ts'
import { reports } from './reports.ts'
import { use } from './use.ts'
import { en } from './words.en.ts'
import { zhCN } from './words.zh-CN.ts'

/** 电子文档库: the papers that people handed in, so that nobody has to bring one twice, and every use of one. */
export const archive = {
  name: 'archive',
  version: 1,
  records: { paper, use },
  dictionaries,
  templates: {},
  desks,
  reports,
  papers: {
    record: 'paper',
    holder: 'paperHolder',
    name: 'holderName',
    kind: 'paperKind',
    pages: 'paperPages',
    caseNo: 'givenNo',
    day: 'givenOn',
    until: 'validUntil',
    trust: 'trustLevel',
    fromCase: 'givenWith',
    register: 'register',
    use: {
      record: 'use',
      paper: 'usedPaper',
      purpose: 'usePurpose',
      note: 'useNote',
      until: 'copyUntil',
      by: 'usedBy',
      as: 'usedAs',
      copy: 'copy',
    },
  },
  /** No rule names a figure for papers that a case no longer needs: the deployment's own schedule does. */
  parameters: { keepYears: { default: 10, min: 2, max: 100 } },
  words: { 'zh-CN': zhCN, en },
} satisfies Domain

import type { Domain } from '../../model/domain.ts'
import { alert } from './alert.ts'
import { desks } from './desks.ts'
import { dictionaries } from './dictionaries.ts'
import { duty } from './duty.ts'
import { feeds } from './feeds.ts'
import { parameters } from './parameters.ts'
import { reports } from './reports.ts'
import { templates } from './templates.ts'
import { tiles } from './tiles.ts'
import { en } from './words.en.ts'
import { zhCN } from './words.zh-CN.ts'

/** 监督预警: what the centre's rules found, and what the units and those above them made of it. */
export const supervision = {
  name: 'supervision',
  version: 1,
  records: { alert, duty },
  dictionaries,
  templates,
  desks,
  reports,
  tiles,
  parameters,
  feeds,
  alerts: {
    record: 'alert',
    raise: 'raise',
    fields: {
      rule: 'rule',
      level: 'level',
      subject: 'subject',
      subjectName: 'subjectName',
      from: 'from',
      to: 'to',
      measure: 'measure',
      reference: 'reference',
      threshold: 'threshold',
      version: 'parameterVersion',
      days: 'days',
      rows: 'rows',
      rowCount: 'rowCount',
    },
    waits: { receive: 'open', explain: 'received', close: 'explained' },
  },
  words: { 'zh-CN': zhCN, en },
} satisfies Domain

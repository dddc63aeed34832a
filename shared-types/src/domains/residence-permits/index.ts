import type { Domain } from '../../model/domain.ts'
import { application } from './application.ts'
import { balances } from './balances.ts'
import { blank } from './blank.ts'
import { closing } from './closing.ts'
import { desks } from './desks.ts'
import { dictionaries } from './dictionaries.ts'
import { feeds } from './feeds.ts'
import { parameters, series } from './parameters.ts'
import { permit } from './permit.ts'
import { print } from './print.ts'
import { reports } from './reports.ts'
import { templates } from './templates.ts'
import { terminal } from './terminal.ts'
import { tiles } from './tiles.ts'
import { en } from './words.en.ts'
import { zhCN } from './words.zh-CN.ts'

/** 居住证: by the Interim Regulations on Residence Permits (《居住证暂行条例》, State Council Decree 663, 2015). */
export const residencePermits = {
  name: 'residence-permits',
  version: 1,
  records: { application, permit, blank, print, terminal, closing },
  dictionaries,
  templates,
  desks,
  reports,
  tiles,
  balances,
  series,
  parameters,
  feeds,
  words: { 'zh-CN': zhCN, en },
} satisfies Domain

import type { Domain } from '../../model/domain.ts'
import { desks } from './desks.ts'
import { dictionaries } from './dictionaries.ts'
import { employment } from './employment.ts'
import { feeds } from './feeds.ts'
import { parameters } from './parameters.ts'
import { reports } from './reports.ts'
import { resident } from './resident.ts'
import { templates } from './templates.ts'
import { en } from './words.en.ts'
import { zhCN } from './words.zh-CN.ts'

/** 实有人口: registrations of residents and of people at work. What a permit's half year is counted from. */
export const population = {
  name: 'population',
  version: 1,
  records: { resident, employment },
  dictionaries,
  templates,
  desks,
  reports,
  parameters,
  feeds,
  words: { 'zh-CN': zhCN, en },
} satisfies Domain

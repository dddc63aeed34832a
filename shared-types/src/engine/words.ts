import type { Problem } from '../model/case.ts'
import type { DomainWords, Kind, Language, RecordWords } from '../model/domain.ts'
import { dayText } from './day-text.ts'
import { type EngineWords, en } from './words.en.ts'
import { zhCN } from './words.zh-CN.ts'

/** The engine's own words; Chinese for a language that it does not have. */
export function engineWords(language: Language): EngineWords {
  return language === 'en' ? en : zhCN
}

/** Replaces `{name}` by its value. A hole without a value stays, so that it is seen. */
export function fill(text: string, values: Readonly<Record<string, string | number | undefined>>): string {
  return text.replace(/\{([$\w]+)\}/g, (hole, name: string) =>
    String(Object.hasOwn(values, name) ? (values[name] ?? hole) : hole),
  )
}

/** One sentence for a problem: what is wrong, where, and what to do next. Without a kind names stand for labels. */
export function say(problem: Problem, kind: Kind | undefined, language: Language): string {
  const values = holes(problem, kind, language)
  const own = kind && ownSentence(problem, label(kind, language))
  return fill(own ?? sentence(problem, language), values)
}

/** What the domain itself says when a guard or a check refuses. */
function ownSentence(problem: Problem, words: Labels): string | undefined {
  const { step, guard, check } = problem.with ?? {}
  if (problem.code === 'guard') return words.guard(String(step), String(guard))
  if (problem.code === 'check') return words.check(String(check))
  return undefined
}

function sentence(problem: Problem, language: Language): string {
  const problems: Readonly<Record<string, string>> = engineWords(language).problems
  const why = problem.with?.why !== undefined && problems[`${problem.code}.${problem.with.why}`]
  const field = problem.field !== undefined && problems[`${problem.code}.field`]
  return why || field || problems[problem.code] || problem.code
}

function holes(problem: Problem, kind: Kind | undefined, language: Language): Record<string, string | number> {
  const words = kind && label(kind, language)
  const fields = Object.keys(kind?.record.fields ?? {}).map(name => [name, words!.field(name)])
  const given = Object.entries(problem.with ?? {}).map(([name, value]) => {
    if (name === 'step') return [name, words?.step(String(value)) ?? value]
    if (name === 'state') return [name, words?.state(String(value)) ?? value]
    if (name === 'column') return [name, words?.column(problem.field ?? '', String(value)) ?? value]
    return [name, typeof value === 'string' ? dayText(value, language) : value]
  })
  return { ...Object.fromEntries(fields), ...Object.fromEntries(given), field: placeText(problem, words, language) }
}

function placeText(problem: Problem, words: Labels | undefined, language: Language): string {
  const { place } = engineWords(language)
  if (problem.field === undefined) return place.none
  // A row that another record asked for is called by its own name.
  if (problem.with?.item !== undefined && problem.with.item !== '') return String(problem.with.item)
  const field = words?.field(problem.field) ?? problem.field
  if (problem.row === undefined) return field
  const column = problem.with?.column
  if (column === undefined) return fill(place.row, { field, row: problem.row + 1 })
  const heading = words?.column(problem.field, String(column)) ?? column
  return fill(place.column, { field, row: problem.row + 1, column: heading })
}

export type Labels = ReturnType<typeof label>

/** Every word of a record type and its domain in one language; a name without a word stands for itself. */
export function label(kind: Kind, language: Language) {
  const words: DomainWords | undefined = kind.domain.words[language]
  const record: Partial<RecordWords> = words?.records[kind.name] ?? {}
  const engine = engineWords(language)
  return {
    domain: words?.label ?? kind.domain.name,
    record: record.label ?? kind.name,
    /** Also `$state`, `$unit`, `$creator`, `$id` and the report columns `month` and `day`. */
    field: (name: string) => word(record.fields, name) ?? word(engine.columns, name) ?? name,
    column: (field: string, column: string) => word(record.columns, `${field}.${column}`) ?? column,
    hint: (field: string) => word(record.hints, field),
    section: (name: string) => word(record.sections, name) ?? name,
    state: (name: string) => word(record.states, name) ?? name,
    /** Also the acts `edit` and `withdraw`. */
    step: (name: string) => word(record.steps, name) ?? word(engine.acts, name) ?? name,
    guard: (step: string, guard: string) => word(record.guards, `${step}.${guard}`),
    check: (name: string) => word(record.checks, name),
    warning: (name: string) => word(record.warns, name) ?? name,
    flag: (name: string) => word(record.flags, name) ?? name,
    limit: (name: string) => word(record.limits, name) ?? name,
    lookup: (name: string) => word(record.lookups, name) ?? name,
    entitlement: (name: string) => record.entitlements?.[name],
    choice: (dictionary: string, code: string) => word(words?.dictionaries[dictionary], code) ?? code,
    template: (name: string) => word(words?.templates, name) ?? name,
    desk: (name: string) => word(words?.desks, name) ?? name,
    report: (name: string) => word(words?.reports, name) ?? name,
    balance: (name: string) => words?.balances?.[name],
    series: (name: string) => word(words?.series, name) ?? name,
    parameter: (name: string) => word(words?.parameters, name) ?? name,
  }
}

const word = (words: Readonly<Record<string, string>> | undefined, name: string): string | undefined =>
  words && Object.hasOwn(words, name) ? words[name] : undefined

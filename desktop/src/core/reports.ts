import type { z } from 'zod'
import { hasDeskFor, sees } from '../../../shared-types/src/engine/access.ts'
import { addDays, addMonths } from '../../../shared-types/src/engine/day.ts'
import { kindOf, typeFrom } from '../../../shared-types/src/engine/kinds.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { Condition } from '../../../shared-types/src/model/condition.ts'
import type { Domain, Kind, Report } from '../../../shared-types/src/model/domain.ts'
import type { Group } from '../../../shared-types/src/store/case-store.ts'
import type { ListQuery } from '../api/cases.ts'
import type { ReportAnswer, ReportQuery } from '../api/lists.ts'
import type { Asking } from './asking.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'
import { rights } from './queues.ts'
import { type LevelGroup, levelled, pathTo } from './report-levels.ts'
import { fieldText } from './wording.ts'
import { coreText } from './words.ts'

type Query = z.output<typeof ReportQuery>
type Drill = z.input<typeof ListQuery>

/** A report of a period within the person's rights: groups counted and summed by the database, worded, each with its rows' query. */
export async function reported(desk: Desk, who: Asking, query: Query): Promise<ReportAnswer & { type: string }> {
  const { domain, report } = reportAsked(desk, query)
  const kind = kindOf(desk.kinds, typeFrom(domain, report.record))
  if (!kind.record.access[who.user.role]?.read || !hasDeskFor(domain, who.user.role, 'reports'))
    throw new CallRefusal('forbidden', 'type.forbidden', { label: label(kind, who.words.language).record })
  const units = query.unit ? desk.directory.below(query.unit) : undefined
  const conditions: Condition[] = [
    ...(report.where ? [report.where] : []),
    ...(units ? [{ field: '$unit', is: 'in' as const, to: units }] : []),
  ]
  const seen = visible(kind, report, who)
  const groups = await desk.projection.cases.groups(kind, {
    where: rights(kind, who, { all: conditions }),
    scope: who.scope,
    period: { field: report.period, from: query.from, to: query.to },
    by: seen.by,
    sum: seen.sum,
    ...(report.share && { share: report.share }),
  })
  const at = query.levels && seen.by.includes('$unit') ? (query.unit ?? who.user.unit) : undefined
  const lines = at === undefined ? groups : levelled(groups, desk.directory.units(), at)
  const answer = table(kind, seen, query, lines, who, namesOf(domain, query.report, who))
  return at === undefined ? answer : withPath(desk, who, answer, lines, at)
}

/** How one comes back up, and at which lines one goes further down. */
function withPath<T extends ReportAnswer>(
  { directory }: Desk,
  who: Asking,
  answer: T,
  lines: readonly LevelGroup[],
  at: string,
): T {
  const units = directory.units()
  const hasBelow = new Set(units.map(({ parent }) => parent))
  return {
    ...answer,
    path: pathTo(units, who.user.unit, at).map(unit => ({ unit, name: who.words.unitName(unit) })),
    rows: answer.rows.map((row, n) => {
      const inside = lines[n]?.inside
      return inside !== undefined && hasBelow.has(inside) ? { ...row, into: inside } : row
    }),
  }
}

/** What the report is called, and its column of shares where it has one. */
function namesOf({ words, reports }: Domain, report: string, who: Asking): { title: string; share?: string } {
  const said = words[who.words.language]
  const share = reports[report]?.share && (said.shares?.[report] ?? report)
  return { title: said.reports[report] ?? report, ...(share !== undefined && { share }) }
}

/** @throws CallRefusal when there is no such report */
function reportAsked(desk: Desk, query: Query): { domain: Domain; report: Report } {
  const domain = desk.domains.find(d => d.name === query.domain)
  const report = domain?.reports[query.report]
  if (!domain || !report) throw new CallRefusal('not-found', 'report.unknown')
  return { domain, report }
}

/** The report without columns of what the role may not see. */
function visible(kind: Kind, report: Report, { user }: Asking): Report & { sum: readonly string[] } {
  const may = (name: string) => {
    const field = kind.record.fields[name]
    return !field || sees(field, user.role)
  }
  return { ...report, by: report.by.filter(may), sum: (report.sum ?? []).filter(may) }
}

function table(
  kind: Kind,
  report: Report,
  query: Query,
  groups: readonly LevelGroup[],
  who: Asking,
  { title, share }: { title: string; share?: string | undefined },
): ReportAnswer & { type: string } {
  const { words } = who
  const texts = label(kind, words.language)
  const sums = report.sum ?? []
  const columns = [
    ...report.by.map(name => ({ name, label: texts.field(name), number: false })),
    { name: '$count', label: coreText(words.language, 'report.count'), number: true },
    ...sums.map(name => ({ name, label: texts.field(name), number: true })),
    ...(share === undefined ? [] : [{ name: '$share', label: share, number: true }]),
  ]
  const rows = groups.map(group => ({
    cells: [
      ...report.by.map(name => groupText(kind, name, group.by[name], who)),
      group.count,
      ...sums.map(name => group.sums[name] ?? 0),
      ...(share === undefined ? [] : [percent(group.sums.$share ?? 0, group.count)]),
    ],
    query: drill(kind, report, query, group),
  }))
  const total = [
    ...report.by.map((_, i) => (i === 0 ? coreText(words.language, 'report.total') : '')),
    summed(groups),
    ...sums.map(name => summed(groups, name)),
    ...(share === undefined ? [] : [percent(summed(groups, '$share'), summed(groups))]),
  ]
  return { type: kind.type, label: title, columns, rows, total, path: [] }
}

/** All cases of these groups, or the sum of one of their numbers. */
const summed = (groups: readonly Group[], name?: string): number =>
  groups.reduce((sum, group) => sum + (name === undefined ? group.count : (group.sums[name] ?? 0)), 0)

/** To one place; of none it is 0. */
const percent = (some: number, all: number): number => (all === 0 ? 0 : Math.round((some / all) * 1000) / 10)

/** What a person reads of the value by which a group is made. */
export function groupText(kind: Kind, name: string, value: Group['by'][string], { words }: Asking): string {
  if (value === undefined) return '—'
  if (name === '$unit') return words.unitName(String(value))
  if (name === '$state') return label(kind, words.language).state(String(value))
  if (name === '$creator') return words.personName(String(value))
  if (name === 'month' || name === 'day') return String(value)
  return fieldText(kind, name, value, words, true)
}

/** The list that shows the rows behind one line: what the report counts, of this period, unit and group. */
function drill(
  kind: Kind,
  report: Report,
  { domain, report: name, from, to, unit }: Query,
  { by, inside }: LevelGroup,
): Drill {
  const filters: NonNullable<Drill['filters']> = { [report.period]: { from, to } }
  const query: Drill = { type: kind.type, report: { domain, report: name }, filters, ...(unit && { unit }) }
  for (const [name, value] of Object.entries(by)) {
    if (value === undefined) query.empty = [...(query.empty ?? []), name]
    else if (name === '$unit' && inside !== undefined) query.unit = inside
    else if (name === '$state') query.states = [String(value)]
    else if (name === 'month')
      filters[report.period] = { from: later(`${value}-01`, from), to: earlier(lastOf(`${value}-01`), to) }
    else if (name === 'day') filters[report.period] = { from: String(value), to: String(value) }
    else filters[name] = value
  }
  return query
}

/** The last day of the month that begins on this day. */
const lastOf = (first: string) => addDays(addMonths(first, 1), -1)
const later = (a: string, b: string) => [a, b].sort()[1]!
const earlier = (a: string, b: string) => [a, b].sort()[0]!

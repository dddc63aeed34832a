import { hasDeskFor, sees } from '../../../shared-types/src/engine/access.ts'
import { addDays } from '../../../shared-types/src/engine/day.ts'
import { kindOf, typeFrom } from '../../../shared-types/src/engine/kinds.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { Condition } from '../../../shared-types/src/model/condition.ts'
import type { Domain, Kind, Report, Tile } from '../../../shared-types/src/model/domain.ts'
import type { Group } from '../../../shared-types/src/store/case-store.ts'
import type { DashboardPoint, DashboardTile, DashboardView, TileQuery } from '../api/dashboard.ts'
import type { Asking } from './asking.ts'
import type { Desk } from './desk.ts'
import { rights } from './queues.ts'
import { groupText } from './reports.ts'

/** A tile with all that it names. */
interface Known {
  domain: Domain
  name: string
  tile: Tile
  report: Report
  kind: Kind
}

/** Most units of a ranking, and most bars: what comes behind is in the report. */
const MOST = 12

/** The counts of every domain whose reports the person's post reads, counted by the database within their rights. */
export async function dashboard(desk: Desk, who: Asking): Promise<DashboardView> {
  const { today } = who.scope
  const known = desk.domains.flatMap(domain => tilesOf(desk, who, domain))
  const tiles: DashboardTile[] = []
  const times = [desk.clock.now()]
  // One after the other: each is a pass over the cases, and the work of others goes on between them.
  for (const one of known) {
    const { tile, at } = await tileView(desk, who, one, today)
    tiles.push(tile)
    times.push(at)
  }
  return { day: today, at: times.sort()[0]!, tiles }
}

function tilesOf(desk: Desk, { user }: Asking, domain: Domain): Known[] {
  if (!hasDeskFor(domain, user.role, 'reports')) return []
  return Object.entries(domain.tiles ?? {}).flatMap(([name, tile]) => {
    const report = domain.reports[tile.report]!
    const kind = kindOf(desk.kinds, typeFrom(domain, report.record))
    const hidden = (tile.by ?? []).some(field => {
      const of = kind.record.fields[field]
      return of !== undefined && !sees(of, user.role)
    })
    return kind.record.access[user.role]?.read && !hidden ? [{ domain, name, tile, report, kind }] : []
  })
}

async function tileView(
  desk: Desk,
  who: Asking,
  known: Known,
  today: string,
): Promise<{ tile: DashboardTile; at: string }> {
  const { domain, name, tile, report, kind } = known
  const conditions: Condition[] = [
    ...(report.where ? [report.where] : []),
    ...(tile.states ? [{ field: '$state', is: 'in' as const, to: [...tile.states] }] : []),
  ]
  const span = tile.days && { from: addDays(today, 1 - tile.days), to: today }
  const { groups, at } = await desk.counts.groups(kind, {
    where: rights(kind, who, { all: conditions }),
    scope: who.scope,
    ...(span && { period: { field: report.period, ...span } }),
    by: BY[tile.show](tile),
  })
  const query: TileQuery = {
    type: kind.type,
    report: { domain: domain.name, report: tile.report },
    ...(tile.states && { states: [...tile.states] }),
    ...(span && { filters: { [report.period]: span } }),
  }
  const words = domain.words[who.words.language]
  const view = {
    domain: domain.name,
    name,
    label: words.tiles?.[name] ?? name,
    group: words.label,
    show: tile.show,
    total: groups.reduce((n, { count }) => n + count, 0),
    query,
    parts: partsOf(known, who),
    points: tile.show === 'trend' && span ? days(groups, span, known, query) : points(groups, known, who, query),
  }
  return { tile: view, at }
}

/** What the parts of bars are called, in the order in which the dictionary offers them. */
function partsOf({ tile, kind, domain }: Known, { words }: Asking): string[] {
  const field = tile.by?.[1] === undefined ? undefined : kind.record.fields[tile.by[1]]
  if (field?.kind !== 'choice') return []
  const texts = label(kind, words.language)
  return (domain.dictionaries[field.of] ?? []).map(code => texts.choice(field.of, code))
}

const BY: Readonly<Record<Tile['show'], (tile: Tile) => readonly string[]>> = {
  count: () => [],
  trend: () => ['day'],
  ranking: () => ['$unit'],
  bars: tile => tile.by ?? [],
}

/** Every day of the span, also those without a case. */
function days(
  groups: readonly Group[],
  { from, to }: { from: string; to: string },
  { report }: Known,
  query: TileQuery,
): DashboardPoint[] {
  const counts = new Map(groups.map(group => [group.by.day, group.count]))
  const found: DashboardPoint[] = []
  for (let day = from; day <= to; day = addDays(day, 1))
    found.push({
      label: day,
      count: counts.get(day) ?? 0,
      query: { ...query, filters: { ...query.filters, [report.period]: { from: day, to: day } } },
    })
  return found
}

/** The largest first; parts of one bar stay together. */
function points(groups: readonly Group[], { tile, kind }: Known, who: Asking, query: TileQuery): DashboardPoint[] {
  const [bar, part] = BY[tile.show](tile)
  if (!bar) return []
  const sums = new Map<string, number>()
  const all = groups.map(group => {
    const label = groupText(kind, bar, group.by[bar], who)
    sums.set(label, (sums.get(label) ?? 0) + group.count)
    return {
      label,
      ...(part && { part: groupText(kind, part, group.by[part], who) }),
      count: group.count,
      query: narrowed(query, group),
    }
  })
  const shown = [...sums].sort((a, b) => b[1] - a[1]).slice(0, MOST)
  return shown.flatMap(([label]) => all.filter(point => point.label === label))
}

/** The list of one group. */
function narrowed(query: TileQuery, { by }: Group): TileQuery {
  const filters: NonNullable<TileQuery['filters']> = { ...query.filters }
  const empty: string[] = []
  for (const [name, value] of Object.entries(by)) {
    if (value === undefined) empty.push(name)
    else filters[name] = value
  }
  return { ...query, filters, ...(empty.length && { empty }) }
}

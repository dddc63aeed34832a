import { inLease, parseNumber } from '../../shared-types/src/engine/numbers.ts'
import type { Case, CaseEvent, Problem } from '../../shared-types/src/model/case.ts'
import type { Domain, Kind, Kinds, Series } from '../../shared-types/src/model/domain.ts'
import type { Lease } from '../../shared-types/src/protocol.ts'
import type { Db } from './store.ts'
import type { ServerTables } from './tables.ts'

/** What numbers of a series count up within: a year and a unit where its format carries them, else 0 and ''. */
export interface Numbering {
  series: string
  year: number
  unit: string
}

/** A number that an event brings, in the field whose step draws it. */
export interface Drawn extends Numbering {
  field: string
  number: number
  /** The series by its name within the domain, and the number as it is written. */
  name: string
  text: string
}

/** The series of that full name, `domain.series`. */
export function seriesOf(kinds: Kinds, name: string): Series | undefined {
  for (const { domain } of kinds.values())
    for (const [own, series] of Object.entries(domain.series ?? {})) if (`${domain.name}.${own}` === name) return series
  return undefined
}

export const numberingOf = (series: Series, name: string, year: number, unit: string): Numbering => ({
  series: name,
  year: /\{(?:year|yy)\}/.test(series.format) ? year : 0,
  unit: series.format.includes('{unit}') ? unit : '',
})

export const leaseOf = (row: ServerTables['leases']): Lease => ({
  id: row.id,
  series: row.series,
  station: row.station,
  unit: row.unit,
  year: row.year,
  from: row.first,
  to: row.last,
  ...(row.returned_after !== null && { returnedAfter: row.returned_after }),
})

/** Whether a number's text lies in a block leased to the station. */
export async function leasedTo(
  db: Db,
  station: string,
): Promise<(domain: Domain, series: string, text: string) => boolean> {
  const rows = await db.selectFrom('leases').selectAll().where('station', '=', station).execute()
  return (domain, name, text) => {
    const series = domain.series?.[name]
    const parsed = series && parseNumber(series, text)
    if (!parsed) return false
    const of = numberingOf(series, `${domain.name}.${name}`, parsed.year, parsed.unit)
    return rows.some(
      row =>
        row.series === of.series &&
        row.numbering_year === of.year &&
        row.numbering_unit === of.unit &&
        inLease(leaseOf(row), parsed.number),
    )
  }
}

/** Whether the event's step draws numbers at all. */
export function drawsNumbers(kind: Kind | undefined, event: CaseEvent): boolean {
  const steps = kind?.record.workflow.steps ?? {}
  const sets = Object.hasOwn(steps, event.act) ? steps[event.act]?.sets : undefined
  return Object.values(sets ?? {}).some(source => 'number' in source)
}

/** The numbers that this event draws for its case. Text that is no number of the series is left to `decide`. */
export function drawnNumbers(kind: Kind, before: Case | undefined, event: CaseEvent): Drawn[] {
  const sets = Object.hasOwn(kind.record.workflow.steps, event.act) ? kind.record.workflow.steps[event.act]?.sets : {}
  return Object.entries(sets ?? {}).flatMap(([field, source]) => {
    const value = event.patch[field]
    if (!('number' in source) || typeof value !== 'string' || before?.data[field] === value) return []
    const series = kind.domain.series?.[source.number]
    const parsed = series && parseNumber(series, value)
    if (!parsed) return []
    const of = numberingOf(series, `${kind.domain.name}.${source.number}`, parsed.year, parsed.unit)
    return [{ ...of, field, number: parsed.number, name: source.number, text: value }]
  })
}

/** A number is used once, whatever the lease says. `earlier` are those of the same group. */
export async function takenNumbers(db: Db, drawn: readonly Drawn[], earlier: readonly Drawn[]): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const { series, year, unit, number, field, name, text } of drawn) {
    const taken = await db
      .selectFrom('number_uses')
      .select('event_id')
      .where('series', '=', series)
      .where('numbering_year', '=', year)
      .where('numbering_unit', '=', unit)
      .where('number', '=', number)
      .where('verdict', '=', 'accepted')
      .executeTakeFirst()
    if (taken || earlier.some(e => e.series === series && e.text === text))
      problems.push({ code: 'number', field, with: { series: name, why: 'taken' } })
  }
  return problems
}

/** Notes what became of the numbers that an event brought: a refused one is accounted for too. */
export async function noteNumbers(
  db: Db,
  drawn: readonly Drawn[],
  event: CaseEvent,
  station: string,
  verdict: 'accepted' | 'refused',
): Promise<void> {
  for (const { series, year, unit, number } of drawn)
    await db
      .insertInto('number_uses')
      .values({
        series,
        numbering_year: year,
        numbering_unit: unit,
        number,
        event_id: event.id,
        case_id: event.caseId,
        type: event.type,
        station,
        verdict,
      })
      .onConflict(on => on.doNothing())
      .execute()
}

import { run } from '../../../shared-types/src/store/statement.ts'
import type { Db } from '../store.ts'

interface Row {
  id: string
  what: string
}

/**
 * What a station's cards and blanks did in the days between two counts: printed, void, given out, handed out and gone, in
 * the order of the days. The count itself comes last.
 */
export function ledgerRows(db: Db, station: string, from: string, to: string): Promise<Row[]> {
  const within = [station, from, to]
  return run<Row>(db, LEDGER, [
    ...[...within, to],
    ...[station, from, ...within.slice(1)],
    ...within,
    ...within,
    ...within,
    station,
    to,
  ])
}

const LEDGER = `
  select id, what from (
    select id, day || ' print' as what, day as at, 1 as kind from rule_prints
    where station = ? and day between ? and ? and (void = 0 or undone > ?)
    union all
    select id, undone || ' void' as what, undone as at, 2 as kind from rule_prints
    where station = ? and day < ? and void = 1 and undone between ? and ?
    union all
    select id, issued || ' issued' as what, issued as at, 3 as kind from rule_applications a
    where station = ? and issued between ? and ?
      and exists (select 1 from rule_prints r where r.made_for = a.id and r.void = 0)
    union all
    select id, handed || ' blank handed' as what, handed as at, 4 as kind from rule_blanks
    where station = ? and handed between ? and ?
    union all
    select id, gone || ' blank gone' as what, gone as at, 5 as kind from rule_blanks
    where station = ? and gone between ? and ?
    union all
    select id, day || ' counted: ' || cards || ', ' || blanks as what, '9' as at, 6 as kind from rule_closings
    where station = ? and day = ?) entries
  order by at, kind, id`

/** A print, with what its application was when it was printed. */
export async function printRow(db: Db, id: string): Promise<Row[]> {
  const rows = await run<{ day: string; made_for: string; known: string | null; decision: string; decided: string }>(
    db,
    `select p.day, p.made_for, a.id as known, coalesce(a.decision, '') as decision, coalesce(a.decided, '') as decided
     from rule_prints p left join rule_applications a on a.id = p.made_for where p.id = ?`,
    [id],
  )
  return rows.flatMap(({ day, made_for, known, decision, decided }) => [
    { id, what: day },
    ...(known === null ? [] : [{ id: made_for, what: `${decision} ${decided}`.trim() }]),
  ])
}

/** The numbers of a lease that are missing, each as a row. */
export async function missingNumbers(db: Db, lease: string): Promise<Row[]> {
  const [block] = await run<{ first: number; top: number; series: string }>(
    db,
    `select l.first, l.series, max(u.number) as top from leases l
     join number_uses u on ${OF_LEASE} where l.id = ? group by l.first, l.series`,
    [lease],
  )
  if (!block) return []
  const used = await run<{ number: number }>(
    db,
    `select distinct u.number from leases l join number_uses u on ${OF_LEASE} where l.id = ?`,
    [lease],
  )
  const came = new Set(used.map(({ number }) => Number(number)))
  const rows: Row[] = []
  for (let number = Number(block.first); number < Number(block.top); number++)
    if (!came.has(number)) rows.push({ id: String(number), what: block.series })
  return rows
}

const OF_LEASE = `u.series = l.series and u.numbering_year = l.numbering_year and u.numbering_unit = l.numbering_unit
  and u.number between l.first and coalesce(l.returned_after, l.last)`

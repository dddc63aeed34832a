import { addDays } from '../../../shared-types/src/engine/day.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import type { Rule } from './rule.ts'

interface Counted {
  station: string
  before: string
  cards: number
  blanks: number
  cards_before: number
  blanks_before: number
  printed: number
  undone: number
  given: number
  handed: number
  gone: number
}

/**
 * 日结不平: what a station counted at the end of a day is not what it counted the time before, with what came in and went
 * out between. So each difference is told once, on the first count that shows it.
 */
export const cardBalance: Rule = {
  id: 'card-balance',
  defaults: {},
  bounds: {},
  async judge({ db, day }) {
    const stations = await run<Counted>(db, COUNTED, new Array(COUNTED.split('?').length - 1).fill(day))
    return stations.flatMap(row => {
      const cards = Number(row.cards_before) + Number(row.printed) - Number(row.undone) - Number(row.given)
      const blanks = Number(row.blanks_before) + Number(row.handed) - Number(row.gone)
      if (cards === Number(row.cards) && blanks === Number(row.blanks)) return []
      // Counted / to be expected.
      const measure = `${row.cards}/${cards} ${row.blanks}/${blanks}`
      return [{ rule: 'card-balance' as const, subject: row.station, from: addDays(row.before, 1), to: day, measure }]
    })
  },
}

const COUNTED = `
  select t.station, t.before, t.cards, t.blanks, p.cards as cards_before, p.blanks as blanks_before,
    (select count(*) from rule_prints r where r.station = t.station and r.day > t.before and r.day <= ?
      and (r.void = 0 or r.undone > ?)) as printed,
    (select count(*) from rule_prints r where r.station = t.station and r.day <= t.before and r.void = 1
      and r.undone > t.before and r.undone <= ?) as undone,
    (select count(*) from rule_applications a where a.station = t.station and a.issued > t.before and a.issued <= ?
      and exists (select 1 from rule_prints r where r.made_for = a.id and r.void = 0)) as given,
    (select count(*) from rule_blanks b where b.station = t.station and b.handed > t.before and b.handed <= ?) as handed,
    (select count(*) from rule_blanks b where b.station = t.station and b.gone > t.before and b.gone <= ?) as gone
  from (
    select c.station, c.cards, c.blanks,
      (select max(e.day) from rule_closings e where e.station = c.station and e.day < c.day) as before
    from rule_closings c where c.day = ? and c.cards is not null and c.blanks is not null) t
  join rule_closings p on p.station = t.station and p.day = t.before
  where p.cards is not null and p.blanks is not null`

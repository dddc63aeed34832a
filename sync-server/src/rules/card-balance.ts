import { addDays } from '../../../shared-types/src/engine/day.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import type { Db } from '../store.ts'
import type { Alert, Rule } from './rule.ts'

interface Closing {
  station: string
  cards: number
  blanks: number
}
interface Closings extends Closing {
  /** The day of the count before. */
  before: string
  cards_before: number
  blanks_before: number
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
    const closings = await run<Closings>(db, CLOSINGS, [day])
    const alerts: Alert[] = []
    // Most stations counted on the same day before: a few statements for all of them.
    for (const [before, stations] of Map.groupBy(closings, closing => closing.before)) {
      const moved = await movedBetween(db, before, day)
      for (const closing of stations) {
        const { cards, blanks } = expected(closing, moved)
        if (cards === Number(closing.cards) && blanks === Number(closing.blanks)) continue
        // Counted / to be expected.
        const measure = `${closing.cards}/${cards} ${closing.blanks}/${blanks}`
        const from = addDays(before, 1)
        alerts.push({ rule: 'card-balance', subject: closing.station, from, to: day, measure })
      }
    }
    return alerts
  },
}

type Moves = Readonly<Record<keyof typeof MOVES, ReadonlyMap<string, number>>>

function expected({ station, cards_before, blanks_before }: Closings, moved: Moves): Omit<Closing, 'station'> {
  const of = (name: keyof typeof MOVES) => moved[name].get(station) ?? 0
  return {
    cards: Number(cards_before) + of('printed') - of('undone') - of('given'),
    blanks: Number(blanks_before) + of('handed') - of('gone'),
  }
}

async function movedBetween(db: Db, before: string, day: string): Promise<Moves> {
  const counted = async (text: string, more: string): Promise<ReadonlyMap<string, number>> => {
    const rows = await run<{ station: string; count: number }>(db, `${text} group by station`, [
      before,
      day,
      ...(more ? [more] : []),
    ])
    return new Map(rows.map(({ station, count }) => [station, Number(count)]))
  }
  return {
    printed: await counted(MOVES.printed, day),
    undone: await counted(MOVES.undone, before),
    given: await counted(MOVES.given, ''),
    handed: await counted(MOVES.handed, ''),
    gone: await counted(MOVES.gone, ''),
  }
}

const CLOSINGS = `
  select t.station, t.before, t.cards, t.blanks, p.cards as cards_before, p.blanks as blanks_before
  from (
    select c.station, c.cards, c.blanks,
      (select max(e.day) from rule_closings e where e.station = c.station and e.day < c.day) as before
    from rule_closings c where c.day = ? and c.cards is not null and c.blanks is not null) t
  join rule_closings p on p.station = t.station and p.day = t.before
  where p.cards is not null and p.blanks is not null`

/** A card that is void was there until the day since which it is. */
const MOVES = {
  printed: `select station, count(*) as count from rule_prints where day > ? and day <= ? and (void = 0 or undone > ?)`,
  undone: `select station, count(*) as count from rule_prints where undone > ? and undone <= ? and day <= ? and void = 1`,
  given: `select a.station, count(*) as count from rule_applications a where a.issued > ? and a.issued <= ?
    and exists (select 1 from rule_prints r where r.made_for = a.id and r.void = 0)`,
  handed: 'select station, count(*) as count from rule_blanks where handed > ? and handed <= ?',
  gone: 'select station, count(*) as count from rule_blanks where gone > ? and gone <= ?',
} as const

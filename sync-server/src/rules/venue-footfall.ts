import { addDays } from '../../../shared-types/src/engine/day.ts'
import { dialectOf } from '../../../shared-types/src/store/dialect.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import type { Db } from '../store.ts'
import type { Rule } from './rule.ts'

interface Venue {
  venue: string
  minimum: number | null
  maximum: number | null
  days: number
  least: number
  most: number
  reached: number
  exceeded: number
}

/** 场所扫码量预警: a venue whose scans lie on every day of the window below its minimum, or above its maximum. */
export const venueFootfall: Rule = {
  id: 'venue-footfall',
  defaults: { windowDays: 7 },
  bounds: {
    windowDays: { min: 2, max: 60, whole: true },
  },
  async candidates({ db, day }) {
    // Every window that ends on the day or within a window's length after it holds the day itself.
    return (await run<{ venue: string }>(db, beyond(db), [day])).map(({ venue }) => venue)
  },
  async judge({ db, day, past, among }, { windowDays = 7 }) {
    if (among?.length === 0) return []
    const from = addDays(day, 1 - windowDays)
    const told = new Set((await past.since('venue-footfall', from)).map(({ subject }) => subject))
    const venues = among
      ? await run<Venue>(db, countedOf(`and v.venue ${isListed(db)}`), [from, day, from, JSON.stringify(among)])
      : await run<Venue>(db, countedOf(''), [from, day, from])
    return venues.flatMap(v => {
      // A day without scans has no row and counts 0.
      const least = v.days < windowDays ? 0 : Number(v.least)
      const low = v.minimum !== null && v.minimum > 0 && Number(v.reached) === 0
      const high = v.maximum !== null && Number(v.exceeded) === windowDays
      const alert = { rule: 'venue-footfall' as const, from, to: day }
      return [
        ...(low ? [{ ...alert, subject: `${v.venue}|low`, measure: least, reference: v.minimum! }] : []),
        ...(high ? [{ ...alert, subject: `${v.venue}|high`, measure: Number(v.most), reference: v.maximum! }] : []),
      ].filter(({ subject }) => !told.has(subject))
    })
  },
}

const countedOf = (among: string) => `
  select v.venue, v.minimum, v.maximum, count(d.day) as days, min(d.count) as least, max(d.count) as most,
    sum(case when d.count >= v.minimum then 1 else 0 end) as reached,
    sum(case when d.count > v.maximum then 1 else 0 end) as exceeded
  from rule_venues v left join venue_days d on d.venue = v.venue and d.day between ? and ?
  where v.registered_on <= ? and (v.minimum is not null or v.maximum is not null) ${among}
  group by v.venue, v.minimum, v.maximum`

/**
 * Whether it is in a list of any length that is one parameter. PostgreSQL reads all venues to join them with rows of JSON
 * whose number it does not know; an array's it looks up by their key, as SQLite does.
 */
const isListed = (db: Db) =>
  dialectOf(db) === 'postgres'
    ? '= any (array(select json_array_elements_text(cast(? as json))))'
    : 'in (select value from json_each(?))'

/**
 * The day's counts lie side by side and are read once: looked up venue by venue they take SQLite two to three times as
 * long. PostgreSQL reads them that way by itself, and laid aside they take it a third longer.
 */
const beyond = (db: Db) => `
  with counted as ${dialectOf(db) === 'postgres' ? 'not ' : ''}materialized (select venue, count from venue_days where day = ?)
  select v.venue from rule_venues v left join counted d on d.venue = v.venue
  where coalesce(d.count, 0) < v.minimum or d.count > v.maximum`

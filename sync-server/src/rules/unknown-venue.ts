import { run } from '../../../shared-types/src/store/statement.ts'
import type { Rule } from './rule.ts'

/** 未登记场所: scans of a venue that nobody has registered, once for each, on the first day of such scans. */
export const unknownVenue: Rule = {
  id: 'unknown-venue',
  defaults: {},
  bounds: {},
  async judge({ db, day }) {
    const venues = await run<{ venue: string; count: number }>(db, FIRST_SEEN, [day])
    return venues.map(({ venue, count }) => ({
      rule: 'unknown-venue',
      subject: venue,
      from: day,
      to: day,
      measure: Number(count),
    }))
  },
}

const FIRST_SEEN = `
  select d.venue, d.count from venue_days d
  where d.day = ? and not exists (select 1 from rule_venues v where v.venue = d.venue)
    and not exists (select 1 from venue_days e where e.venue = d.venue and e.day < d.day)`

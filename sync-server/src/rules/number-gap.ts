import { run } from '../../../shared-types/src/store/statement.ts'
import type { Rule } from './rule.ts'

interface Lease {
  id: string
  missing: number
}

/**
 * 号码断号: numbers of a leased block below the highest that came, which came with no event: neither used, nor void, nor
 * given back. Windows send in order, so what is missing below is missing. Of this year's and last year's blocks, as they
 * are tonight; told again when more are missing than were told before.
 */
export const numberGap: Rule = {
  id: 'number-gap',
  defaults: {},
  bounds: {},
  remembers: true,
  async judge({ db, day, past }) {
    const told = new Map<string, number>()
    for (const { subject, measure } of await past.since('number-gap', ''))
      told.set(subject, Math.max(told.get(subject) ?? 0, Number(measure)))
    const year = Number(day.slice(0, 4))
    const leases = await run<Lease>(db, MISSING, [year - 1, year])
    return leases
      .filter(({ id, missing }) => Number(missing) > (told.get(id) ?? 0))
      .map(({ id, missing }) => ({ rule: 'number-gap', subject: id, from: day, to: day, measure: Number(missing) }))
  },
}

const MISSING = `
  select l.id, max(u.number) - l.first + 1 - count(distinct u.number) as missing
  from leases l join number_uses u on u.series = l.series and u.numbering_year = l.numbering_year
    and u.numbering_unit = l.numbering_unit and u.number between l.first and coalesce(l.returned_after, l.last)
  where l.year in (?, ?)
  group by l.id, l.first
  having max(u.number) - l.first + 1 > count(distinct u.number)`

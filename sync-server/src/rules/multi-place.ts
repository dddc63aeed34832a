import { addDays } from '../../../shared-types/src/engine/day.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import type { Rule } from './rule.ts'

/** 同一人多地办证: somebody whose applications were accepted at several stations within the window. */
export const multiPlace: Rule = {
  id: 'multi-place',
  defaults: { windowDays: 30, minPlaces: 2 },
  bounds: {
    windowDays: { min: 1, max: 366, whole: true },
    minPlaces: { min: 2, max: 100, whole: true },
  },
  people: true,
  async judge({ db, day, past }, { windowDays = 30, minPlaces = 2 }) {
    const from = addDays(day, 1 - windowDays)
    const told = new Set((await past.since('multi-place', from)).map(({ subject }) => subject))
    const people = await run<{ citizen: string; places: number }>(db, PLACES, [day, from, day, minPlaces])
    return people
      .filter(({ citizen }) => !told.has(citizen))
      .map(({ citizen, places }) => ({
        rule: 'multi-place',
        subject: citizen,
        from,
        to: day,
        measure: Number(places),
        threshold: minPlaces,
      }))
  },
}

const PLACES = `
  select a.citizen, count(distinct a.station) as places from rule_applications a
  where a.citizen in (select citizen from rule_applications where day = ?) and a.day between ? and ?
  group by a.citizen having count(distinct a.station) >= ?`

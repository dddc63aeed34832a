import { isWorkday } from '../../../shared-types/src/engine/calendar.ts'
import { run } from '../../../shared-types/src/store/statement.ts'
import type { Db } from '../store.ts'
import type { Rule } from './rule.ts'

interface Outside {
  id: string
  station: string
}

/** 办理时间异常: acceptances on no working day, or outside a station's hours, and in no approved duty of the station. */
export const offHours: Rule = {
  id: 'off-hours',
  defaults: {},
  bounds: {},
  async judge({ db, day, calendar }) {
    const outside = await outsideHours(db, day, isWorkday(calendar, day))
    return [...Map.groupBy(outside, ({ station }) => station)].map(([station, own]) => ({
      rule: 'off-hours',
      subject: station,
      from: day,
      to: day,
      measure: own.length,
    }))
  },
}

const outsideHours = (db: Db, day: string, works: boolean): Promise<Outside[]> =>
  run<Outside>(db, works ? `${ON} and not (${WITHIN})` : ON, [day])

const ON = `
  select a.id, a.station from rule_applications a join rule_stations s on s.station = a.station
  where a.day = ? and not exists (
    select 1 from rule_duties d
    where d.day = a.day and d.station = a.station and a.time >= d.opens and a.time < d.closes)`
const WITHIN = 'a.time >= s.open_am and a.time < s.close_am or a.time >= s.open_pm and a.time < s.close_pm'

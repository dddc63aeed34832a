import { addWorkdays, type Calendar } from '../../shared-types/src/engine/calendar.ts'
import { addDays } from '../../shared-types/src/engine/day.ts'

type Statement = [text: string, values: string[]]

/**
 * What somebody would ask who knows the tables and wants each rule's answer of one working day at its usual parameters: one
 * statement for each, with all that a database can decide by itself.
 */
export function HAND_WRITTEN(day: string, calendar: Calendar): Statement[] {
  const ago = (days: number) => addDays(day, 1 - days)
  const due: string[] = []
  for (let at = addWorkdays(calendar, day, -4); addWorkdays(calendar, at, 4) === day; at = addDays(at, 1)) due.push(at)
  const rates = (table: string, at: string, bad: string): Statement => [
    `select station, sum(case when ${at} >= ? then 1 else 0 end), sum(case when ${at} >= ? and ${bad} then 1 else 0 end),
       sum(case when ${at} < ? then 1 else 0 end), sum(case when ${at} < ? and ${bad} then 1 else 0 end)
     from ${table} where ${at} between ? and ? group by station`,
    [ago(7), ago(7), ago(7), ago(7), ago(63), day],
  ]
  return [
    [
      `select v.venue, min(d.count), max(d.count), count(d.day) from rule_venues v
       left join venue_days d on d.venue = v.venue and d.day between ? and ?
       where v.registered_on <= ? group by v.venue, v.minimum, v.maximum
       having sum(case when d.count >= v.minimum then 1 else 0 end) = 0
         or sum(case when d.count > v.maximum then 1 else 0 end) = 7`,
      [ago(7), day, ago(7)],
    ],
    [
      `select d.venue, d.count from venue_days d where d.day = ? and d.venue not in (select venue from rule_venues)
       and not exists (select 1 from venue_days e where e.venue = d.venue and e.day < d.day)`,
      [day],
    ],
    [
      `select t.station, t.count, (select min(f.day) from station_days f where f.station = t.station) from station_days t
       where t.day = ?`,
      [day],
    ],
    ['select station, day, count from station_days where day >= ? and day < ?', [addWorkdays(calendar, day, -60), day]],
    [
      `select a.id, a.station from rule_applications a join rule_stations s on s.station = a.station
       where a.day = ? and not (a.time >= s.open_am and a.time < s.close_am or a.time >= s.open_pm and a.time < s.close_pm)`,
      [day],
    ],
    [
      `select id from rule_applications where day in (${due.map(() => '?').join(', ')})
       and not (issued <> '' and issued < ?) and not (decision = 'rejected' and decided <= ?)`,
      [...due, day, day],
    ],
    [
      `select p.id from rule_prints p left join rule_terminals t on t.device = p.device and t.ip = p.ip
         and lower(t.mac) = lower(p.mac) and t.station = p.station and t.active_from <= p.day
         and (t.active_to = '' or p.day <= t.active_to)
       where p.day = ? and t.device is null`,
      [day],
    ],
    rates('rule_prints', 'day', 'void = 1'),
    rates('rule_applications', 'decided', "decision = 'rejected'"),
    [
      `select a.citizen, count(distinct a.station) from rule_applications a
       where a.citizen in (select citizen from rule_applications where day = ?) and a.day between ? and ?
       group by a.citizen having count(distinct a.station) >= 2`,
      [day, ago(30), day],
    ],
    [
      `select a.address, count(distinct a.citizen) from rule_applications a
       where a.address in (select address from rule_applications where day = ?) and a.day between ? and ?
       group by a.address having count(distinct a.citizen) >= 5`,
      [day, ago(365), day],
    ],
    [
      `select p.id from rule_prints p left join rule_applications a on a.id = p.made_for and a.decision = 'approved'
         and a.decided <= p.day where p.day = ? and a.id is null`,
      [day],
    ],
    [
      `select station, count(*) from rule_prints where day = ? and (void = 0 or undone > ?) group by station`,
      [day, day],
    ],
    [
      `select a.station, count(*) from rule_applications a where a.issued = ?
       and exists (select 1 from rule_prints r where r.made_for = a.id and r.void = 0) group by a.station`,
      [day],
    ],
    ['select station, count(*) from rule_blanks where handed = ? group by station', [day]],
    ['select station, count(*) from rule_blanks where gone = ? group by station', [day]],
  ]
}

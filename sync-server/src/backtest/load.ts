import { join } from 'node:path'
import { list, type Parameter, run } from '../../../shared-types/src/store/statement.ts'
import type { Db } from '../store.ts'
import { type Columns, type Malformed, rowsOf } from './rows.ts'
import { clock, countOrNone, day, dayOrNone, instant, instantOrNone, type Moment, oneOf, some, text } from './values.ts'

/** Rows of one statement. */
const MANY = 500

type Tell = (row: Malformed) => void
type Take = (rows: Parameter[][]) => Promise<void>

/** Brings a folder of CSV files, as the design page of the rules describes them, into the tables that the rules read. */
export async function loadDataSet(db: Db, folder: string, tell: Tell): Promise<void> {
  const at = <T extends object>(name: string, columns: Columns<T>) => rowsOf(join(folder, name), name, columns, tell)
  await inParts(at('stations.csv', STATION), into(db, 'rule_stations', 5), s => [
    s.station_code,
    s.open_am,
    s.close_am,
    s.open_pm,
    s.close_pm,
  ])
  await inParts(
    at('venues.csv', VENUE),
    into(db, 'rule_venues (venue, unit, minimum, maximum, registered_on)', 5),
    v => [v.venue_id, v.supervising_unit, orNull(v.min_per_day), orNull(v.max_per_day), v.registered_on],
  )
  await inParts(
    at('terminals.csv', TERMINAL),
    into(db, 'rule_terminals (device, ip, mac, station, active_from, active_to)', 6),
    t => [t.device_id, t.ip, t.mac, t.station_code, t.active_from, t.active_to],
  )
  await inParts(at('scans.csv', scan()), counted(db, 'venue_days', 'venue'), s => [s.venue_id, s.collected_at.day])
  await loadPermits(db, folder, tell)
}

async function loadPermits(db: Db, folder: string, tell: Tell): Promise<void> {
  const at = <T extends object>(name: string, columns: Columns<T>) => rowsOf(join(folder, name), name, columns, tell)
  const applications = into(db, 'rule_applications', 9)
  const days = counted(db, 'station_days', 'station')
  const both: Take = async rows => {
    await applications(rows)
    await days(rows.map(([, station, , , accepted]) => [station!, accepted!]))
  }
  await inParts(at('applications.csv', permit()), both, a => [
    a.application_id,
    a.station_code,
    a.citizen_id,
    a.address_code,
    a.accepted_at.day,
    a.accepted_at.time,
    a.decision,
    dayOf(a.decided_at),
    dayOf(a.issued_at),
  ])
  await inParts(at('prints.csv', print()), into(db, 'rule_prints (id, station, device, ip, mac, day, void)', 7), p => [
    p.print_id,
    p.station_code,
    p.device_id,
    p.terminal_ip,
    p.terminal_mac,
    p.printed_at.day,
    p.outcome === 'void' ? 1 : 0,
  ])
}

/** Lays the whole table of one night in the place of the night before's. Answers whether there is one. */
export async function loadNight(
  db: Db,
  kind: 'residents' | 'employments',
  night: string,
  folder: string,
  tell: Tell,
): Promise<void> {
  const file = `${kind}/${night}.csv`
  await run(db, 'delete from rule_registrations where kind = ?', [kind])
  await inParts(rowsOf(join(folder, file), file, REGISTRATION, tell), into(db, 'rule_registrations', 3), r => [
    kind,
    r.registration_id,
    r.registered_on,
  ])
  await run(db, 'insert into rule_nights (kind, day) values (?, ?)', [kind, night])
}

const STATION = { station_code: some, open_am: clock, close_am: clock, open_pm: clock, close_pm: clock }
const VENUE = {
  venue_id: some,
  supervising_unit: text,
  min_per_day: countOrNone,
  max_per_day: countOrNone,
  registered_on: day,
}
const TERMINAL = { device_id: some, ip: some, mac: some, station_code: some, active_from: day, active_to: dayOrNone }
const REGISTRATION = { registration_id: some, registered_on: day }
const scan = () => ({ venue_id: some, collected_at: instant() })
const permit = () => ({
  application_id: some,
  station_code: some,
  citizen_id: some,
  address_code: text,
  accepted_at: instant(),
  decision: oneOf('approved', 'rejected', ''),
  decided_at: instantOrNone(),
  issued_at: instantOrNone(),
})
const print = () => ({
  print_id: some,
  station_code: some,
  terminal_ip: text,
  terminal_mac: text,
  device_id: text,
  printed_at: instant(),
  outcome: oneOf('good', 'void'),
})

const orNull = (count: number | 'none') => (count === 'none' ? null : count)
const dayOf = (moment: Moment | 'none') => (moment === 'none' ? '' : moment.day)

const into =
  (db: Db, table: string, columns: number): Take =>
  async rows => {
    await run(db, `insert into ${table} values ${list(rows.length, `(${list(columns)})`)}`, rows.flat())
  }

/** Adds rows of a name and a day to what is counted of them. */
const counted =
  (db: Db, table: string, name: string): Take =>
  async rows => {
    const counts = [...Map.groupBy(rows, row => row.join(' ')).values()].map(same => [...same[0]!, same.length])
    await run(
      db,
      `insert into ${table} (${name}, day, count) values ${list(counts.length, '(?, ?, ?)')}
        on conflict (${name}, day) do update set count = ${table}.count + excluded.count`,
      counts.flat(),
    )
  }

async function inParts<T>(rows: AsyncIterable<T>, take: Take, row: (value: T) => Parameter[]): Promise<void> {
  let part: Parameter[][] = []
  for await (const value of rows) {
    part.push(row(value))
    if (part.length < MANY) continue
    await take(part)
    part = []
  }
  if (part.length) await take(part)
}

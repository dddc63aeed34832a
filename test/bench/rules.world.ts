import { addDays } from '../../shared-types/src/engine/day.ts'
import { list, type Parameter, run } from '../../shared-types/src/store/statement.ts'
import { createRandom } from '../../sync-server/src/demo/random.ts'
import type { Db } from '../../sync-server/src/store.ts'

/** How much the rules have to look at. */
export interface RuleWorld {
  stations: number
  applications: number
  /** Days over which they were accepted, and over which venues were scanned. */
  days: number
  venues: number
  scanDays: number
  /** The last of them. */
  last: string
}

/**
 * Fills the tables of the rules as the following of the log and of scan-ins keeps them: applications with decisions, prints
 * and blank cards of stations over years, daily counts of venues. One venue in a thousand is below its minimum all the
 * time, one station in a hundred has a day or a share that is out of the ordinary.
 */
export async function fillRules(db: Db, world: RuleWorld): Promise<void> {
  const { stations, venues, last } = world
  const put = inserter(db)
  for (let s = 0; s < stations; s++) {
    await put('rule_stations', [`S${s}`, '09:00', '12:00', '13:00', '17:00'])
    await put('rule_terminals (device, ip, mac, station, active_from, active_to)', [
      ...[`P${s}`, '10.0.0.1', '02:00:5e:00:00:01', `S${s}`, '2015-01-01', ''],
    ])
  }
  for (let v = 0; v < venues; v++)
    await put('rule_venues (venue, unit, minimum, maximum, registered_on)', [
      ...[`V${v}`, `S${v % stations}`, 5, 40, addDays(last, -1000)],
    ])
  await put.end()
  await fillScans(db, world)
  await fillPermits(db, world)
  await run(
    db,
    'insert into station_days (station, day, count) select station, day, count(*) from rule_applications group by station, day',
  )
}

async function fillScans(db: Db, { venues, scanDays, last }: RuleWorld): Promise<void> {
  const random = createRandom(2)
  const put = inserter(db)
  for (let d = scanDays - 1; d >= 0; d--)
    for (let v = 0; v < venues; v++) {
      const quiet = v % 1000 === 7
      await put('venue_days', [`V${v}`, addDays(last, -d), quiet ? random.whole(0, 4) : random.whole(5, 40)])
    }
  await put.end()
}

async function fillPermits(db: Db, { applications, days, stations, last }: RuleWorld): Promise<void> {
  const random = createRandom(1)
  const put = inserter(db)
  const each = applications / days
  for (let n = 0; n < applications; n++) {
    const at = days - 1 - Math.floor(n / each)
    const day = addDays(last, -at)
    const station = `S${random.whole(0, stations - 1)}`
    const rejected = random.whole(0, 99) < 3
    const decided = at > 1 ? addDays(day, 1) : ''
    const issued = at > 3 && !rejected ? addDays(day, 2) : ''
    const decision = decided && (rejected ? 'rejected' : 'approved')
    await put('rule_applications', [
      ...[`A${n}`, station, `C${random.whole(0, applications)}`, `D${random.whole(0, applications / 2)}`],
      ...[day, `${random.whole(9, 11)}:30:00`.padStart(8, '0'), decision, decided, issued],
    ])
    if (!decided || rejected) continue
    const spoilt = random.whole(0, 99) < 2 ? 1 : 0
    await put('rule_prints', [
      ...[`Q${n}`, station, `P${station.slice(1)}`, '10.0.0.1', '02:00:5e:00:00:01'],
      ...[decided, spoilt, `A${n}`, spoilt ? decided : ''],
    ])
    await put('rule_blanks', [`B${n}`, station, decided, decided])
  }
  for (let s = 0; s < stations; s++)
    for (const ago of [1, 0]) await put('rule_closings', [`L${s}-${ago}`, `S${s}`, addDays(last, -ago), 0, 0])
  await put.end()
}

/** Rows of one statement: SQLite takes 32,766 values. */
const TOGETHER = 1000

function inserter(db: Db) {
  const waiting = new Map<string, Parameter[][]>()
  const flush = async (table: string) => {
    const rows = waiting.get(table) ?? []
    waiting.delete(table)
    if (rows.length)
      await run(db, `insert into ${table} values ${list(rows.length, `(${list(rows[0]!.length)})`)}`, rows.flat())
  }
  const put = async (table: string, row: Parameter[]) => {
    const rows = waiting.get(table) ?? []
    waiting.set(table, rows)
    if (rows.push(row) === TOGETHER) await flush(table)
  }
  const end = async () => {
    for (const table of [...waiting.keys()]) await flush(table)
  }
  return Object.assign(put, { end })
}

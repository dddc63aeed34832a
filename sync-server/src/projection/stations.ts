import { hoursOf } from '../../../shared-types/src/engine/business-hours.ts'
import type { Unit } from '../../../shared-types/src/model/person.ts'
import { list, run } from '../../../shared-types/src/store/statement.ts'
import type { Db } from '../store.ts'

const COLUMNS = ['station', 'open_am', 'close_am', 'open_pm', 'close_pm'] as const

/** The police stations of the organisation as the rules read them, with their business hours. */
export const stationRows = (units: readonly Unit[]): string[][] =>
  units
    .filter(({ level }) => level === 'station')
    .map(({ id }) => {
      const { openAm, closeAm, openPm, closePm } = hoursOf(units, id)
      return [id, openAm, closeAm, openPm, closePm]
    })
    .sort(([a], [b]) => (a! < b! ? -1 : 1))

/** Those that the rules read now. */
export async function stationsRead(db: Db): Promise<string[][]> {
  const rows = await run<Record<(typeof COLUMNS)[number], string>>(
    db,
    `select ${COLUMNS.join(', ')} from rule_stations order by station`,
  )
  return rows.map(row => COLUMNS.map(column => row[column]))
}

/** Brings the stations that the rules read to what the organisation says. */
export async function putStations(db: Db, units: readonly Unit[]): Promise<void> {
  const wanted = stationRows(units)
  if (JSON.stringify(await stationsRead(db)) === JSON.stringify(wanted)) return
  await run(db, 'delete from rule_stations')
  for (let i = 0; i < wanted.length; i += 200) {
    const part = wanted.slice(i, i + 200)
    await run(
      db,
      `insert into rule_stations (${COLUMNS.join(', ')}) values ${list(part.length, '(?, ?, ?, ?, ?)')}`,
      part.flat(),
    )
  }
}

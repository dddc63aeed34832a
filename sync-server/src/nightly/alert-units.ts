import { above, lineOf } from '../../../shared-types/src/engine/organisation.ts'
import type { Unit } from '../../../shared-types/src/model/person.ts'
import { list, run } from '../../../shared-types/src/store/statement.ts'
import type { Directory } from '../directory.ts'
import type { Alert, RuleId } from '../rules/rule.ts'
import type { Db } from '../store.ts'

/** Subjects of one statement. */
const MANY = 300

/**
 * The unit that each alert concerns, all of one rule: the station of a station's, of an application's, of a print's; who
 * supervises a venue; of a citizen the lowest unit above all stations in question, of an address the lowest district. What
 * belongs nowhere concerns the unit that has none above it.
 */
export async function alertUnits(
  db: Db,
  directory: Pick<Directory, 'units'>,
  rule: RuleId,
  alerts: readonly Alert[],
): Promise<string[]> {
  const top = directory.units.find(unit => unit.parent === undefined)?.id ?? ''
  const stations = await STATIONS[rule](db, alerts)
  return alerts.map(alert => {
    const own = (stations.get(alert.subject) ?? []).filter(id => directory.units.some(unit => unit.id === id))
    const raised = rule === 'shared-address' ? own.map(id => above(directory.units, id, 'district')?.id ?? id) : own
    return lowestAbove(directory.units, raised) ?? top
  })
}

/** The lowest unit that is each of these or above it; undefined for none. */
function lowestAbove(units: readonly Unit[], ids: readonly string[]): string | undefined {
  const [first, ...others] = ids.map(id => lineOf(units, id))
  return first?.find(unit => others.every(line => line.includes(unit)))
}

type Stations = ReadonlyMap<string, string[]>

/** The units in question of each subject. */
type StationsOf = (db: Db, alerts: readonly Alert[]) => Promise<Stations>

/** The subject is the station. */
const itself: StationsOf = async (_db, alerts) => new Map(alerts.map(({ subject }) => [subject, [subject]]))

/** Of a row of that table whose id the subject is. */
const rowOf =
  (table: string, column: string, of: string): StationsOf =>
  (db, alerts) =>
    looked(db, alerts, subjects => [
      `select ${of} as id, ${column} as unit from ${table} where ${of} in (LIST)`,
      subjects,
    ])

/** Of all applications of a column's value in the window of the alert. */
const windowOf =
  (column: string): StationsOf =>
  async (db, alerts) => {
    const [first] = alerts
    if (!first) return new Map()
    return looked(db, alerts, subjects => [
      `select distinct ${column} as id, station as unit from rule_applications
       where ${column} in (LIST) and day between ? and ?`,
      [...subjects, first.from, first.to],
    ])
  }

const venues: StationsOf = async (db, alerts) => {
  const of = (subject: string) => subject.replace(/\|(low|high)$/, '')
  const own = alerts.map(alert => ({ ...alert, subject: of(alert.subject) }))
  const found = await rowOf('rule_venues', 'unit', 'venue')(db, own)
  return new Map(alerts.map(({ subject }) => [subject, found.get(of(subject)) ?? []]))
}

const nowhere: StationsOf = async () => new Map()
const accepted = rowOf('rule_applications', 'station', 'id')
const print = rowOf('rule_prints', 'station', 'id')
const registration = rowOf('cases', 'unit', 'id')

const STATIONS: Readonly<Record<RuleId, StationsOf>> = {
  'venue-footfall': venues,
  'unknown-venue': nowhere,
  'permit-volume': itself,
  'off-hours': itself,
  turnaround: accepted,
  'terminal-mismatch': print,
  'void-rate': itself,
  'rejection-rate': itself,
  'multi-place': windowOf('citizen'),
  'shared-address': windowOf('address'),
  'resident-date-changed': registration,
  'employment-date-changed': registration,
  'card-balance': itself,
  'print-without-application': print,
  'number-gap': rowOf('leases', 'unit', 'id'),
}

async function looked(
  db: Db,
  alerts: readonly Alert[],
  statement: (subjects: readonly string[]) => [text: string, parameters: readonly string[]],
): Promise<Stations> {
  const found = new Map<string, string[]>()
  const subjects = [...new Set(alerts.map(({ subject }) => subject))]
  for (let i = 0; i < subjects.length; i += MANY) {
    const part = subjects.slice(i, i + MANY)
    const [text, parameters] = statement(part)
    for (const { id, unit } of await run<{ id: string; unit: string }>(
      db,
      text.replace('LIST', list(part.length)),
      parameters,
    ))
      found.set(id, [...(found.get(id) ?? []), unit])
  }
  return found
}

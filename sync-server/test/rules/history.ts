import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { addDays } from '../../../shared-types/src/engine/day.ts'

/** An alert as both readings of the rules tell it. */
export interface Found {
  rule: string
  subject: string
  from: string
  to: string
  measure: number | string
}

/** A small history of a few stations and venues, in the terms of the deployment's clock. */
export interface History {
  stations: { id: string; hours: [string, string, string, string] }[]
  venues: { id: string; min?: number; max?: number; registered: string }[]
  scans: { venue: string; day: string }[]
  permits: {
    id: string
    station: string
    citizen: string
    address: string
    day: string
    time: string
    decision: '' | 'approved' | 'rejected'
    decided: string
    issued: string
  }[]
  prints: { id: string; station: string; device: string; ip: string; mac: string; day: string; void: boolean }[]
  terminals: { device: string; ip: string; mac: string; station: string; from: string; to: string }[]
  residents: Map<string, Map<string, string>>
  employments: Map<string, Map<string, string>>
  holidays: string[]
  workdays: string[]
  parameters: Record<string, Record<string, number>>
  /** Approved hours; no file of a backtest has them. */
  duties?: { station: string; day: string; from: string; to: string }[]
}

const FIRST = '2026-01-01'
/** The first day that is judged; what lies before is history. */
export const FROM = '2026-01-20'
export const LAST = '2026-02-20'
const LENGTH = 51

const day = fc.integer({ min: 0, max: LENGTH - 1 }).map(n => addDays(FIRST, n))
const station = fc.constantFrom('S1', 'S2', 'S3')
const some = <T>(arbitrary: fc.Arbitrary<T>, max: number) =>
  fc.array(arbitrary, { minLength: 0, maxLength: max, size: 'max' })

const permit = fc.record({
  station,
  citizen: fc.integer({ min: 1, max: 30 }).map(n => `C${n}`),
  address: fc.constantFrom('', 'A1', 'A2', 'A3', 'A4'),
  day,
  time: fc.constantFrom('08:29:59', '08:30:00', '11:59:59', '12:00:00', '14:30:00', '16:10:00', '17:00:00', '23:30:00'),
  decision: fc.constantFrom('' as const, 'approved' as const, 'approved' as const, 'rejected' as const),
  decidedAfter: fc.integer({ min: 0, max: 8 }),
  issuedAfter: fc.integer({ min: -4, max: 9 }),
})
const print = fc.record({
  station,
  device: fc.constantFrom('P1', 'P2', 'P3'),
  ip: fc.constantFrom('10.0.0.1', '10.0.0.2'),
  mac: fc.constantFrom('02:00:5E:00:00:01', '02:00:5e:00:00:01'),
  day,
  void: fc.integer({ min: 0, max: 5 }).map(n => n === 0),
})
const terminal = fc.record({
  device: fc.constantFrom('P1', 'P2', 'P3'),
  ip: fc.constantFrom('10.0.0.1', '10.0.0.2'),
  mac: fc.constant('02:00:5e:00:00:01'),
  station,
  from: day,
  to: fc.oneof(fc.constant(''), day),
})
const venue = fc.record({
  min: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
  max: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }),
  registered: day,
})
/** One night after the other, each a few changes from the one before; some nights have no table. */
const nights = fc.array(
  fc.record({
    missing: fc.integer({ min: 0, max: 6 }).map(n => n === 0),
    changes: fc.array(
      fc.tuple(fc.integer({ min: 1, max: 6 }), fc.constantFrom('', '2025-01-01', '2025-02-02', '2025-03-03')),
      { maxLength: 2 },
    ),
  }),
  { minLength: 5, maxLength: 31, size: 'max' },
)

/** A busy day of one station: what the rule of volumes looks for is rare by chance. */
const burst = fc.record({ station, day, count: fc.integer({ min: 6, max: 16 }) })

export const histories: fc.Arbitrary<History> = fc
  .record({
    permits: some(permit, 160),
    bursts: some(burst, 3),
    prints: some(print, 90),
    terminals: some(terminal, 6),
    venues: fc.array(venue, { minLength: 2, maxLength: 5 }),
    scans: some(fc.tuple(fc.constantFrom('V0', 'V1', 'V2', 'V3', 'V4', 'V9'), day), 250),
    residents: nights,
    employments: nights,
    holidays: fc.uniqueArray(day, { maxLength: 5 }),
    workdays: fc.uniqueArray(day, { maxLength: 3 }),
    own: fc.boolean(),
  })
  .map(({ bursts, permits, own, ...given }) => {
    const busy = bursts.flatMap(({ count, ...at }) =>
      Array.from({ length: count }, (_, n) => ({
        ...at,
        citizen: `B${n}`,
        address: 'A9',
        time: '09:00:00',
        decision: 'approved' as const,
        decidedAfter: 0,
        issuedAfter: 1,
      })),
    )
    return {
      ...given,
      stations: ['S1', 'S2', 'S3'].map(id => ({ id, hours: ['08:30', '12:00', '14:30', '17:00'] })),
      venues: given.venues.map(({ min, max, registered }, n) => ({
        id: `V${n}`,
        registered,
        ...(min !== undefined && { min }),
        ...(max !== undefined && { max }),
      })),
      scans: given.scans.map(([id, at]) => ({ venue: id, day: at })),
      permits: [...permits, ...busy].map(({ decidedAfter, issuedAfter, ...p }, n) => ({
        ...p,
        id: `P${n}`,
        decided: p.decision ? addDays(p.day, decidedAfter) : '',
        issued: p.decision === 'approved' && issuedAfter >= 0 ? addDays(p.day, issuedAfter) : '',
      })),
      prints: given.prints.map((p, n) => ({ ...p, id: `Q${n}` })),
      residents: tables(given.residents),
      employments: tables(given.employments),
      workdays: given.workdays.filter(d => !given.holidays.includes(d)),
      parameters: own ? OWN : FEW,
    } as History
  })

/** Histories are short: with the usual parameters some rules would never speak. */
const FEW = {
  'permit-volume': { minHistory: 8 },
  'void-rate': { minCases: 4, alpha: 0.2 },
  'rejection-rate': { minCases: 4, alpha: 0.2 },
}
const OWN = {
  ...FEW,
  'venue-footfall': { windowDays: 4 },
  'permit-volume': { history: 12, minHistory: 6, k: 2, minExcess: 3 },
  turnaround: { maxWorkingDays: 1 },
  'void-rate': { windowDays: 5, referenceDays: 20, minCases: 3, factor: 1.5, alpha: 0.3 },
  'multi-place': { windowDays: 9, minPlaces: 3 },
  'shared-address': { windowDays: 15, minHolders: 3 },
}

interface Night {
  missing: boolean
  changes: [number, string][]
}

function tables(given: readonly Night[]): Map<string, Map<string, string>> {
  const all = new Map<string, Map<string, string>>()
  let table = new Map([1, 2, 3, 4].map(n => [`R${n}`, '2025-01-01']))
  for (const [n, { missing, changes }] of given.entries()) {
    table = new Map(table)
    for (const [id, date] of changes) {
      if (date) table.set(`R${id}`, date)
      else table.delete(`R${id}`)
    }
    if (!missing) all.set(addDays(FROM, n), table)
  }
  return all
}

/** Writes a history as the files that a backtest reads; every second instant in UTC, as other programs write it. */
export async function writeHistory(folder: string, history: History): Promise<void> {
  const put = (name: string, header: string, rows: readonly (readonly (string | number)[])[]) =>
    writeFile(join(folder, name), `${[header, ...rows.map(row => row.join(','))].join('\n')}\n`)
  const instant = (at: string, time: string, n: number) =>
    n % 2 ? new Date(`${at}T${time}+08:00`).toISOString() : `${at}T${time}+08:00`
  const { stations, venues, scans, permits, prints, terminals, holidays, workdays, parameters } = history
  await put(
    'stations.csv',
    'station_code,name,district,open_am,close_am,open_pm,close_pm',
    stations.map(s => [s.id, '"一所, 南"', '区', ...s.hours]),
  )
  await put(
    'venues.csv',
    'venue_id,name,category,street,supervising_unit,min_per_day,max_per_day,registered_on',
    venues.map(v => [v.id, '场所', '', '', '', v.min ?? '', v.max ?? '', v.registered]),
  )
  await put(
    'scans.csv',
    'venue_id,citizen_id,collected_at',
    scans.map((s, n) => [s.venue, '', instant(s.day, n % 3 ? '00:00:00' : '23:59:59', n)]),
  )
  await put(
    'applications.csv',
    'application_id,station_code,citizen_id,address_code,kind,accepted_at,decision,decided_at,issued_at',
    permits.map((p, n) => [
      ...[p.id, p.station, p.citizen, p.address, 'first', instant(p.day, p.time, n), p.decision],
      ...[p.decided, p.issued].map(d => (d ? instant(d, '00:30:00', n) : '')),
    ]),
  )
  await put(
    'prints.csv',
    'print_id,application_id,station_code,terminal_ip,terminal_mac,device_id,operator,printed_at,outcome',
    prints.map((p, n) => [
      ...[p.id, '', p.station, p.ip, p.mac, p.device, 'x'],
      ...[instant(p.day, '10:00:00', n), p.void ? 'void' : 'good'],
    ]),
  )
  await put(
    'terminals.csv',
    'device_id,ip,mac,station_code,active_from,active_to',
    terminals.map(t => [t.device, t.ip, t.mac, t.station, t.from, t.to]),
  )
  for (const kind of ['residents', 'employments'] as const) {
    await mkdir(join(folder, kind))
    for (const [night, rows] of history[kind])
      await put(
        `${kind}/${night}.csv`,
        'registration_id,citizen_id,registered_on',
        [...rows].map(([id, date]) => [id, '', date]),
      )
  }
  await writeFile(join(folder, 'holidays.json'), JSON.stringify({ holidays, workdays }))
  await writeFile(join(folder, 'params.json'), JSON.stringify(parameters))
}

import { Readable } from 'node:stream'
import { apply } from '../../../shared-types/src/engine/fold.ts'
import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import type { Case, CaseEvent } from '../../../shared-types/src/model/case.ts'
import { DEFAULT_SIGN_IN } from '../../../shared-types/src/model/sign-in.ts'
import type { Lease, Setting } from '../../../shared-types/src/protocol.ts'
import type { Blobs } from '../blobs.ts'
import { noteFiles } from '../case-files.ts'
import { linked } from '../event-log.ts'
import { movesCase } from '../moves-case.ts'
import { type Drawn, drawnNumbers, numberingOf, seriesOf } from '../numbers.ts'
import { setPassword } from '../passwords.ts'
import { putSetting } from '../settings.ts'
import type { Store, Turn } from '../store.ts'
import type { ServerTables } from '../tables.ts'
import type { DemoData } from './demo-data.ts'
import { noteAlerts, putRuleChanges, putScans } from './fill-supervision.ts'

export interface FillParts {
  store: Store
  blobs: Blobs
  now: () => string
}

/** Rows in one statement: SQLite takes 32,766 values. */
const ROWS = 500

/**
 * Puts the demo into a server that holds nothing yet: organisation, passwords (the same for everybody), leases, files,
 * events, scan-ins and what the rules know of them, all or nothing. The events were decided when they were made, so they are written down in bulk, as `accept` would
 * have written them one by one: that takes a tenth of the time. Throws when the server holds units already.
 */
export async function fillDemo(parts: FillParts, data: DemoData, password: string): Promise<void> {
  for (const { hash, bytes } of data.files) await parts.blobs.put(hash, Readable.from([bytes]))
  await parts.store.transaction(async turn => {
    const known = await turn.db.selectFrom('settings').select('id').where('kind', '=', 'unit').executeTakeFirst()
    if (known) throw new Error('The demo fills an empty server only; this one has units already.')
    const at = parts.now()
    for (const setting of settingsOf(data)) await putSetting(turn, setting, at)
    for (const person of data.people) await setPassword(turn.db, person.id, person.login, password)
    for (const lease of data.leases) await putLease(turn, lease, at)
    await putFiles(turn, data, at)
    await putRuleChanges(turn, data)
    await putEvents(turn, data.events, at)
    await putScans(turn, data)
    await noteAlerts(turn, data.events)
  })
}

function settingsOf({ deployment, units, people, stations }: DemoData): Setting[] {
  return [
    { id: 'deployment', kind: 'deployment', value: deployment },
    // Whoever tries the demo has no authenticator at hand; the sign-in page says so.
    { id: 'sign-in', kind: 'sign-in', value: { ...DEFAULT_SIGN_IN, secondFactor: false } },
    ...units.map(value => ({ id: `unit:${value.id}`, kind: 'unit', value }) as const),
    ...people.map(value => ({ id: `person:${value.id}`, kind: 'person', value }) as const),
    ...stations.map(value => ({ id: `station:${value.id}`, kind: 'station', value }) as const),
  ]
}

async function putLease(turn: Turn, lease: Lease, at: string): Promise<void> {
  const { id, series, station, unit, year, from, to } = lease
  const of = numberingOf(seriesOf(turn.kinds, series)!, series, year, unit)
  const numbering = { numbering_year: of.year, numbering_unit: of.unit }
  const row = { id, series, ...numbering, station, unit, year, first: from, last: to, returned_after: null }
  await turn.db.insertInto('leases').values(row).execute()
  await putSetting(turn, { id: `lease:${id}`, kind: 'lease', value: lease }, at)
}

async function putFiles({ db }: Turn, { files, stations }: DemoData, at: string): Promise<void> {
  for (const { hash, type, bytes } of files) {
    await db.insertInto('files').values({ hash, mime: type, size: bytes.length, stored_at: at }).execute()
    await db
      .insertInto('file_stations')
      .values(stations.map(s => ({ hash, station: s.id })))
      .execute()
  }
}

async function putEvents(turn: Turn, events: readonly CaseEvent[], at: string): Promise<void> {
  const cases = new Map<string, Case>()
  const rows: ServerTables['events'][] = []
  const numbers: ServerTables['number_uses'][] = []
  for (const event of events) {
    const kind = kindOf(turn.kinds, event.type)
    const before = cases.get(event.caseId)
    const moves = movesCase(kind, before, event)
    const entry = { event, station: event.station, verdict: 'accepted', problems: [], folded: true, moves } as const
    const row = await linked(turn, { ...entry, receivedAt: at })
    rows.push(row)
    numbers.push(...drawnNumbers(kind, before, event).map(drawn => useOf(drawn, event)))
    cases.set(event.caseId, apply(kind, before, { ...event, seq: row.seq, verdict: 'accepted', problems: [] }))
    if (Object.values(event.patch).some(Array.isArray)) await noteFiles(turn.db, kind, event)
  }
  for (const part of chunks(rows)) await turn.db.insertInto('events').values(part).execute()
  for (const part of chunks(numbers)) await turn.db.insertInto('number_uses').values(part).execute()
  await turn.cases.put([...cases.values()])
}

const useOf = ({ series, year, unit, number }: Drawn, event: CaseEvent): ServerTables['number_uses'] => ({
  series,
  numbering_year: year,
  numbering_unit: unit,
  number,
  event_id: event.id,
  case_id: event.caseId,
  type: event.type,
  station: event.station,
  verdict: 'accepted',
})

const chunks = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / ROWS) }, (_, i) => rows.slice(i * ROWS, (i + 1) * ROWS))

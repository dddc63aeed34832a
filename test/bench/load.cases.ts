import { linkOf, logLine, proofOf } from '../../shared-types/src/engine/audit-chain.ts'
import { apply } from '../../shared-types/src/engine/fold.ts'
import { kindOf } from '../../shared-types/src/engine/kinds.ts'
import type { Case, CaseEvent } from '../../shared-types/src/model/case.ts'
import type { Kinds } from '../../shared-types/src/model/domain.ts'
import { newestOf } from '../../shared-types/src/store/newest.ts'
import { openLoader } from '../../sync-server/src/backup/load.ts'
import { openDatabase } from '../../sync-server/src/database.ts'
import { sha256 } from '../../sync-server/src/sha256.ts'

const AT = '2026-06-15T01:00:00.000Z'
/** Rows handed over at once. */
const ROWS = 2000

const EVENTS = 'seq id case_id type station verdict folded moves body problems received_at link person act unit'.split(
  ' ',
)
const CASES = 'id type unit state version seq creator created_at updated_at newest data body'.split(' ')
const KEYS = ['type', 'field', 'value', 'case_id']

/**
 * Writes registrations as `accept` would have written them one by one, but through the loader of a restore: a million in
 * minutes. Log, chain, cases and keys are what `verify` finds whole. The events are made three times, once for each
 * table, and are the same each time.
 */
export async function fillCases(database: string, kinds: Kinds, events: () => Generator<CaseEvent>): Promise<void> {
  const at = await counterOf(database)
  const first = at.value
  const loader = await openLoader(database)
  await loader.table(shape('events', EVENTS))
  await inParts(loader.rows, events(), event => [eventRow(at, event)])
  await loader.table(shape('cases', CASES, 'data'))
  const kind = (event: CaseEvent) => kindOf(kinds, event.type)
  const count = { seq: first }
  const caseOf = (event: CaseEvent): Case => {
    count.seq += 1
    return apply(kind(event), undefined, { ...event, seq: count.seq, verdict: 'accepted', problems: [] })
  }
  await inParts(loader.rows, events(), event => {
    const c = caseOf(event)
    const { unsent, changedAt, actors } = c
    const body = JSON.stringify({ unsent, changedAt, actors })
    const times = [c.creator, c.createdAt, c.updatedAt, newestOf(c, kind(event))]
    return [[c.id, c.type, c.unit, c.state, c.version, c.seq, ...times, JSON.stringify(c.data), body]]
  })
  await loader.table(shape('case_keys', KEYS))
  await inParts(loader.rows, events(), event =>
    (kind(event).record.keys ?? []).flatMap(field => {
      const value = event.patch[field]
      return typeof value === 'string' && value ? [[event.type, field, value, event.caseId]] : []
    }),
  )
  await loader.done()
  await putCounter(database, at)
}

type Row = (string | number | null)[]

const shape = (name: string, columns: readonly string[], json?: string) => ({
  name,
  columns: columns.map(column => ({ name: column, kind: column === json ? ('json' as const) : ('plain' as const) })),
})

async function inParts(
  take: (rows: Row[]) => Promise<void>,
  events: Generator<CaseEvent>,
  rowsOf: (event: CaseEvent) => Row[],
): Promise<void> {
  const rows: Row[] = []
  for (const event of events) {
    rows.push(...rowsOf(event))
    if (rows.length >= ROWS) await take(rows.splice(0))
  }
  if (rows.length) await take(rows)
}

function eventRow(at: Counter, event: CaseEvent): Row {
  at.value += 1
  const { id, caseId: case_id, type, station, by, act } = event
  const flags = { verdict: 'accepted', folded: 1, moves: 0, problems: '[]', received_at: AT }
  const row = { seq: at.value, id, case_id, type, station, body: JSON.stringify(event), ...flags }
  at.head = linkOf(sha256, at.head, logLine(proofOf(sha256, row)))
  const all: Readonly<Record<string, string | number>> = { ...row, link: at.head, person: by.id, act, unit: by.unit }
  return EVENTS.map(column => all[column]!)
}

interface Counter {
  value: number
  head: string
}

async function counterOf(database: string): Promise<Counter> {
  const { db, close } = await openDatabase(database)
  try {
    return await db.selectFrom('counter').selectAll().executeTakeFirstOrThrow()
  } finally {
    await close()
  }
}

async function putCounter(database: string, { value, head }: Counter): Promise<void> {
  const { db, close } = await openDatabase(database)
  try {
    await db.updateTable('counter').set({ value, head }).execute()
  } finally {
    await close()
  }
}

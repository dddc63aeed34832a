import type {
  RehearsalFailure,
  RehearsalLine,
  RehearsalRequest,
  RehearsalResult,
} from '../../../shared-types/src/protocol-rules.ts'
import type { Db } from '../store.ts'
import type { ServerTables } from '../tables.ts'

/** ms after which a rehearsal of which nothing is heard has died with its server. */
const SILENT = 30_000
/** So many of one person are kept. */
export const KEPT = 20

/** Says how far it is; false where it has been cancelled meanwhile. */
export async function noteProgress(db: Db, id: string, done: number, now: string): Promise<boolean> {
  const rows = await db
    .updateTable('rehearsals')
    .set({ done, seen_at: now })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .returning('id')
    .execute()
  return rows.length > 0
}

/** Ends a running one, unless it has ended. */
export async function endRehearsal(
  db: Db,
  id: string,
  state: 'done' | 'failed' | 'cancelled',
  result?: RehearsalResult | RehearsalFailure,
): Promise<void> {
  await db
    .updateTable('rehearsals')
    .set({ state, ...(result && { result: JSON.stringify(result) }) })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute()
}

/** Ends those of a person of which nothing is heard any more: a server that comes to itself does not go on with them. */
export async function endSilent(db: Db, person: string, now: string): Promise<void> {
  await db
    .updateTable('rehearsals')
    .set({ state: 'failed' })
    .where('person', '=', person)
    .where('state', '=', 'running')
    .where('seen_at', '<', new Date(Date.parse(now) - SILENT).toISOString())
    .execute()
}

/** A person's rehearsals, the newest first, without results. */
export async function rehearsalLines(db: Db, person: string, now: string): Promise<RehearsalLine[]> {
  return (await rowsOf(db, person)).map(row => lineOf(row, now))
}

/** One of a person's, with its result; undefined for what is not theirs. */
export async function rehearsalOf(db: Db, person: string, id: string, now: string): Promise<RehearsalLine | undefined> {
  const row = await db
    .selectFrom('rehearsals')
    .selectAll()
    .where('id', '=', id)
    .where('person', '=', person)
    .executeTakeFirst()
  if (!row) return undefined
  const line = lineOf(row, now)
  return line.state === 'done' ? { ...line, result: JSON.parse(row.result) as RehearsalResult } : line
}

type Row = ServerTables['rehearsals']

const rowsOf = (db: Db, person: string): Promise<Row[]> =>
  db
    .selectFrom('rehearsals')
    .selectAll()
    .where('person', '=', person)
    .orderBy('began_at', 'desc')
    .orderBy('id')
    .limit(KEPT + 1)
    .execute()

const stateOf = ({ state, seen_at }: Row, now: string) =>
  state === 'running' && Date.parse(now) - Date.parse(seen_at) > SILENT ? 'failed' : state

function lineOf(row: Row, now: string): RehearsalLine {
  const { id, asked, days, done, began_at: beganAt } = row
  const state = stateOf(row, now)
  return {
    id,
    asked: JSON.parse(asked) as RehearsalRequest,
    state,
    days: Number(days),
    done: Number(done),
    beganAt,
    ...(state === 'failed' && row.result && { failure: JSON.parse(row.result) as RehearsalFailure }),
  }
}

import { join } from 'node:path'
import type { FactFault, FactImportState, FactRefusedRow } from '../../../shared-types/src/protocol-facts.ts'
import { list, run } from '../../../shared-types/src/store/statement.ts'
import type { Parts } from '../route.ts'
import type { Db } from '../store.ts'
import type { ServerTables } from '../tables.ts'

export type FactImport = ServerTables['fact_imports']

/** Where the file of an import lies until its end. */
export const importFile = (folder: string, id: number): string => join(folder, `${id}.part`)

/** How long an instance may be silent before another takes over, in ms. */
const CLAIM = 45_000
/** Refused rows that are kept; all are counted. */
const MOST_REFUSALS = 10_000
/** Refused rows of one statement. */
const MANY = 500

const RUNNING = "('waiting', 'checking', 'writing')"

/** Claims the oldest import that waits or that nobody works on any more. */
export async function claimImport(
  { store, now }: Pick<Parts, 'store' | 'now'>,
  me: string,
): Promise<FactImport | undefined> {
  const at = now()
  // Nobody waits for a turn just to hear that there is nothing.
  const [free] = await run<{ id: number }>(
    store.db,
    `select id from fact_imports where state in ${RUNNING} and claimed_until < ? order by id limit 1`,
    [at],
  )
  if (!free) return undefined
  return store.transaction(async ({ db }) => {
    const [claimed] = await run<FactImport>(
      db,
      `update fact_imports set claimed_by = ?, claimed_until = ?,
          state = case when state = 'waiting' then 'writing' else state end
        where id = ? and state in ${RUNNING} and claimed_until < ? returning *`,
      [me, later(at), free.id, at],
    )
    return claimed
  })
}

/** Whether it is still this instance's to do, which it then goes on to be. */
export async function stillMine(db: Db, id: number, me: string, now: string): Promise<boolean> {
  const rows = await run(
    db,
    `update fact_imports set claimed_until = ? where id = ? and claimed_by = ? and state in ${RUNNING} returning id`,
    [later(now), id, me],
  )
  return rows.length > 0
}

/** Leaves what is under way to whoever looks next. */
export const releaseImport = async (db: Db, me: string): Promise<void> =>
  void (await run(db, "update fact_imports set claimed_until = '' where claimed_by = ?", [me]))

const later = (now: string) => new Date(Date.parse(now) + CLAIM).toISOString()

/** Counts refused rows, and keeps as many as are sent back. */
export async function keepRefusals(db: Db, id: number, refused: readonly FactRefusedRow[]): Promise<void> {
  if (refused.length === 0) return
  const [row] = await run<{ refused: number }>(
    db,
    'update fact_imports set refused = refused + ? where id = ? returning refused',
    [refused.length, id],
  )
  const room = Math.max(0, MOST_REFUSALS - (row!.refused - refused.length))
  const kept = refused.slice(0, room)
  for (let at = 0; at < kept.length; at += MANY) {
    const part = kept.slice(at, at + MANY)
    await run(
      db,
      `insert into fact_refusals (import, line, body) values ${list(part.length, '(?, ?, ?)')} on conflict do nothing`,
      part.flatMap(({ row: line, cells, reasons }) => [id, line, JSON.stringify({ cells, reasons })]),
    )
  }
}

/** Ends an import that has not ended; answers what came of it, undefined where it had. */
export async function endImport(
  db: Db,
  id: number,
  state: FactImportState,
  at: string,
  fault?: { code: FactFault; with: Readonly<Record<string, string | number>> },
): Promise<{ taken: number; refused: number } | undefined> {
  const [ended] = await run<{ taken: number; refused: number }>(
    db,
    `update fact_imports set state = ?, ended_at = ?, percent = 100, fault = ?
      where id = ? and state in ('sending', 'waiting', 'checking', 'writing') returning taken, refused`,
    [state, at, fault ? JSON.stringify(fault) : '', id],
  )
  return ended
}

import type { Lease, Station } from '../../shared-types/src/protocol.ts'
import { audit, NOBODY } from './audit.ts'
import { leaseOf } from './numbers.ts'
import { putSetting } from './settings.ts'
import type { Store, Turn } from './store.ts'

/** The numbers of one block that a station held when it was ended. */
export interface HeldNumbers extends Lease {
  /** Numbers of the block of which the centre knows what became. */
  known: number
  /** Numbers of which it does not: drawn and never sent, or never drawn. They are not given to anybody else. */
  open: number
}

/**
 * Ends a station: from this commit on nothing of it is accepted. Answers which numbers it held; they stay with it, as it
 * may have printed them without the line.
 */
export async function endStation(turn: Turn, station: Station, reason: string, now: string): Promise<HeldNumbers[]> {
  const value: Station = { ...station, ended: true }
  await turn.db
    .updateTable('station_keys')
    .set({ state: 'ended', changed_at: now, reason })
    .where('station', '=', station.id)
    .execute()
  await turn.db.deleteFrom('sessions').where('station', '=', station.id).execute()
  await putSetting(turn, { id: `station:${station.id}`, kind: 'station', value }, now)
  return heldNumbers(turn, station.id)
}

/** Stops a station with whose key two machines spoke, until an administrator has decided; once, whoever notices it. */
export async function stopCloned(store: Store, station: string, now: string): Promise<void> {
  await store.transaction(async turn => {
    const { numUpdatedRows } = await turn.db
      .updateTable('station_keys')
      .set({ state: 'cloned', changed_at: now })
      .where('station', '=', station)
      .where('state', '=', 'active')
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return
    await turn.db.deleteFrom('sessions').where('station', '=', station).execute()
    await audit(turn, { act: 'station-cloned', by: NOBODY, station, patch: {} }, now)
  })
}

async function heldNumbers(turn: Turn, station: string): Promise<HeldNumbers[]> {
  const rows = await turn.db.selectFrom('leases').selectAll().where('station', '=', station).orderBy('id').execute()
  const held: HeldNumbers[] = []
  for (const row of rows) {
    const { known } = await turn.db
      .selectFrom('number_uses')
      .select(eb => eb.fn.count<number | string>('number').distinct().as('known'))
      .where('series', '=', row.series)
      .where('numbering_year', '=', row.numbering_year)
      .where('numbering_unit', '=', row.numbering_unit)
      .where('number', '>=', row.first)
      .where('number', '<=', row.last)
      .executeTakeFirstOrThrow()
    const size = (row.returned_after ?? row.last) - row.first + 1
    held.push({ ...leaseOf(row), known: Number(known), open: Math.max(0, size - Number(known)) })
  }
  return held
}

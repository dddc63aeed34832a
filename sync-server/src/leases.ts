import { randomUUID } from 'node:crypto'
import type { Lease, Station } from '../../shared-types/src/protocol.ts'
import { leaseOf, type Numbering, numberingOf, seriesOf } from './numbers.ts'
import { putSetting } from './settings.ts'
import type { Db, Turn } from './store.ts'
import type { ServerTables } from './tables.ts'

type Row = ServerTables['leases']

/** Blocks that a station may hold unused at once: more is a window that only ever asks. */
const BLOCKS_AT_ONCE = 20

/**
 * Leases the next block of a series to a station: first what others gave back, then what was never leased. Blocks of one
 * numbering never overlap. `undefined` when there is no such series, `'used-up'` when its digits are, `'enough'` when the
 * station holds many unused blocks.
 */
export async function lease(
  turn: Turn,
  station: Station,
  name: string,
  year: number,
  at: string,
): Promise<Lease | 'used-up' | 'enough' | undefined> {
  const series = seriesOf(turn.kinds, name)
  if (!series) return undefined
  const numbering = numberingOf(series, name, year, station.unit)
  const rows = await leasesOf(turn.db, numbering)
  if (
    await holdsEnough(
      turn.db,
      rows.filter(r => r.station === station.id && r.returned_after === null),
    )
  )
    return 'enough'
  const block = nextBlock(rows, series.block, 10 ** series.digits - 1)
  if (!block) return 'used-up'
  const row: Row = {
    id: randomUUID(),
    series: name,
    numbering_year: numbering.year,
    numbering_unit: numbering.unit,
    station: station.id,
    unit: station.unit,
    year,
    ...block,
    returned_after: null,
  }
  await turn.db.insertInto('leases').values(row).execute()
  return announce(turn, row, at)
}

/**
 * Takes back what lies above the last number used. `undefined` when the station holds no such lease, `'used'` when the
 * server knows a higher number of it, or it was given back differently before. The same return twice is one.
 */
export async function giveBack(
  turn: Turn,
  station: Station,
  id: string,
  lastUsed: number,
  at: string,
): Promise<Lease | 'used' | undefined> {
  const row = await turn.db
    .selectFrom('leases')
    .selectAll()
    .where('id', '=', id)
    .where('station', '=', station.id)
    .executeTakeFirst()
  if (!row || lastUsed < row.first - 1 || lastUsed > row.last) return undefined
  if (row.returned_after === lastUsed) return leaseOf(row)
  if (row.returned_after !== null || (await highestUsed(turn.db, row)) > lastUsed) return 'used'
  await turn.db.updateTable('leases').set({ returned_after: lastUsed }).where('id', '=', id).execute()
  return announce(turn, { ...row, returned_after: lastUsed }, at)
}

export async function leasesOf(db: Db, { series, year, unit }: Numbering): Promise<Row[]> {
  return db
    .selectFrom('leases')
    .selectAll()
    .where('series', '=', series)
    .where('numbering_year', '=', year)
    .where('numbering_unit', '=', unit)
    .orderBy('first')
    .execute()
}

/** The lowest run of given-back numbers that nobody holds, at most a block long, else what follows the highest lease. */
export function nextBlock(
  rows: readonly Pick<Row, 'first' | 'last' | 'returned_after'>[],
  size: number,
  max: number,
): { first: number; last: number } | undefined {
  const held = rows
    .map(r => ({ first: r.first, last: r.returned_after ?? r.last }))
    .filter(r => r.last >= r.first)
    .sort((a, b) => a.first - b.first)
  let first = 1
  for (const block of held) {
    if (block.first > first) return { first, last: Math.min(first + size - 1, block.first - 1) }
    first = Math.max(first, block.last + 1)
  }
  return first > max ? undefined : { first, last: Math.min(first + size - 1, max) }
}

/** The station hears of its leases with its other settings. */
async function announce(turn: Turn, row: Row, at: string): Promise<Lease> {
  const value = leaseOf(row)
  const { seq } = await putSetting(turn, { id: `lease:${value.id}`, kind: 'lease', value }, at)
  return { ...value, numbered: seq }
}

async function holdsEnough(db: Db, held: readonly Row[]): Promise<boolean> {
  if (held.length < BLOCKS_AT_ONCE) return false
  for (const row of held.slice(-BLOCKS_AT_ONCE)) if ((await highestUsed(db, row)) > 0) return false
  return true
}

/** The highest number of a block that an event has brought, 0 for none. */
async function highestUsed(db: Db, row: Row): Promise<number> {
  const { highest } = await db
    .selectFrom('number_uses')
    .select(eb => eb.fn.max('number').as('highest'))
    .where('series', '=', row.series)
    .where('numbering_year', '=', row.numbering_year)
    .where('numbering_unit', '=', row.numbering_unit)
    .where('number', '>=', row.first)
    .where('number', '<=', row.last)
    .executeTakeFirstOrThrow()
  return highest ?? 0
}

import { anchorText, GENESIS } from '../../shared-types/src/engine/audit-chain.ts'
import type { Anchor, AnchorClaim } from '../../shared-types/src/model/anchor.ts'
import { run } from '../../shared-types/src/store/statement.ts'
import { stationHead } from './audit-station.ts'
import type { ServerKey } from './server-key.ts'
import { type Db, lastNumber, type Store } from './store.ts'
import type { ServerTables } from './tables.ts'

/** Numbers and milliseconds after which the server keeps an anchor of its own again. */
const NUMBERS = 1000
const TIME = 3_600_000

/** The server's word, for a station to keep: where both chains stand now. */
export async function anchorFor(
  db: Db,
  key: Pick<ServerKey, 'signBytes'>,
  station: string,
  at: string,
): Promise<Anchor> {
  const { value, head } = await counterOf(db)
  const { counter, link } = await stationHead(db, station)
  return signed(key, { station, counter, stationLink: link, seq: value, link: head, at })
}

async function counterOf(db: Db): Promise<ServerTables['counter']> {
  const rows = await run<ServerTables['counter']>(db, 'select value, head from counter')
  return rows[0]!
}

function signed(key: Pick<ServerKey, 'signBytes'>, claim: AnchorClaim): Anchor {
  return { ...claim, signature: Buffer.from(key.signBytes(Buffer.from(anchorText(claim)))).toString('base64url') }
}

/**
 * Keeps an anchor of the server's own chain now and then, so that who alters the database without the signing key is found
 * out from the file alone.
 */
export async function keepAnchor(store: Store, key: Pick<ServerKey, 'signBytes'>, at: string): Promise<void> {
  const [last] = await run<{ seq: number; at: string }>(
    store.db,
    'select seq, at from audit_anchors order by seq desc limit 1',
  )
  const value = await lastNumber(store.db)
  const due = !last || value - last.seq >= NUMBERS || (value > last.seq && Date.parse(at) - Date.parse(last.at) >= TIME)
  if (due && value > 0) await store.transaction(async turn => putAnchor(turn.db, key, at))
}

async function putAnchor(db: Db, key: Pick<ServerKey, 'signBytes'>, at: string): Promise<void> {
  const { value, head } = await counterOf(db)
  const { seq, link, signature } = signed(key, {
    station: '',
    counter: 0,
    stationLink: GENESIS,
    seq: value,
    link: head,
    at,
  })
  await db
    .insertInto('audit_anchors')
    .values({ seq, station: '', counter: 0, station_link: GENESIS, link, at, signature })
    .onConflict(on => on.columns(['seq', 'station']).doNothing())
    .execute()
}

/** Every anchor that the server keeps itself, oldest first. */
export async function keptAnchors(db: Db): Promise<Anchor[]> {
  const rows = await db.selectFrom('audit_anchors').selectAll().orderBy('seq').execute()
  return rows.map(({ station_link, ...row }) => ({
    ...row,
    seq: Number(row.seq),
    counter: Number(row.counter),
    stationLink: station_link,
  }))
}

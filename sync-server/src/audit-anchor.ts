import { anchorText, GENESIS } from '../../shared-types/src/engine/audit-chain.ts'
import type { Anchor, AnchorClaim } from '../../shared-types/src/model/anchor.ts'
import { run } from '../../shared-types/src/store/statement.ts'
import type { ServerKey } from './server-key.ts'
import type { Db, Store } from './store.ts'
import type { ServerTables } from './tables.ts'

/** Numbers and milliseconds after which the server keeps an anchor of its own again. */
const NUMBERS = 1000
const TIME = 3_600_000

interface Standing {
  value: number
  head: string
  counter: number | null
  link: string | null
  kept_seq: number | null
  kept_at: string | null
}

/**
 * The server's word, for a station to keep: where both chains stand now. Now and then the server keeps an anchor of its
 * own chain too, so that who alters the database without the signing key is found out from the file alone.
 */
export async function anchorFor(
  store: Store,
  key: Pick<ServerKey, 'signBytes'>,
  station: string,
  at: string,
): Promise<Anchor> {
  const [standing] = await run<Standing>(store.db, STANDING, [station])
  const { value, head, counter, link, kept_seq, kept_at } = standing!
  if (isDue(value, kept_seq, kept_at, at)) await store.transaction(turn => putAnchor(turn.db, key, at))
  return signed(key, { station, counter: counter ?? 0, stationLink: link ?? GENESIS, seq: value, link: head, at })
}

/** In one look: it is asked with every push. */
const STANDING = `select counter.value, counter.head, heads.counter, heads.link, kept.seq as kept_seq, kept.at as kept_at
  from counter left join station_heads as heads on heads.station = ?
  left join (select seq, at from audit_anchors order by seq desc limit 1) as kept on 1 = 1`

function isDue(value: number, seq: number | null, keptAt: string | null, at: string): boolean {
  if (seq === null || keptAt === null) return value > 0
  return value - seq >= NUMBERS || (value > seq && Date.parse(at) - Date.parse(keptAt) >= TIME)
}

async function counterOf(db: Db): Promise<ServerTables['counter']> {
  const rows = await run<ServerTables['counter']>(db, 'select value, head from counter')
  return rows[0]!
}

function signed(key: Pick<ServerKey, 'signBytes'>, claim: AnchorClaim): Anchor {
  return { ...claim, signature: Buffer.from(key.signBytes(Buffer.from(anchorText(claim)))).toString('base64url') }
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

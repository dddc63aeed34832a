import type { Checkpoint } from '../../shared-types/src/protocol.ts'
import { type ReadScope, scopeFrom } from './scope.ts'
import type { Db } from './store.ts'

/** Where a station stands: in the log, in the scope of today, and possibly on its way there from older ones. */
export interface Position {
  seq: number
  scope: ReadScope
  /** The scopes that the station may still hold events of. Empty: it has arrived. */
  old: readonly ReadScope[]
  /** While it is on its way: the number up to which it held the old scopes. */
  until: number
}

/**
 * Reads a checkpoint, whose scope is `new`, or `new.until.old.old…` on the way. Undefined when it names a scope that
 * this server never served.
 */
export async function positionOf(
  db: Db,
  { seq, scope: text }: Checkpoint,
  scope: ReadScope,
): Promise<Position | undefined> {
  const fresh: Position = { seq, scope, old: [], until: 0 }
  if (text === '' || text === scope.hash) return text === '' ? { ...fresh, seq: 0 } : fresh
  const [current = '', until, ...older] = text.split('.')
  const onTheWay = until !== undefined
  const from = onTheWay && current === scope.hash ? older : [current, ...older]
  const old = await scopesBy(db, from)
  const end = onTheWay ? Number(until) : seq
  if (!old || !Number.isSafeInteger(end)) return undefined
  return { seq: onTheWay && current === scope.hash ? seq : 0, scope, old, until: end }
}

/** The scope of a checkpoint on the way. */
export const positionText = ({ scope, until, old }: Position): string =>
  [scope.hash, until, ...old.map(o => o.hash)].join('.')

/** Keeps a scope that is about to be served: once it changes, this says what a station held. */
export async function keepScope(db: Db, { hash, reads, hidden }: ReadScope): Promise<void> {
  const known = await db.selectFrom('scopes').select('hash').where('hash', '=', hash).executeTakeFirst()
  if (known) return
  const row = { hash, body: JSON.stringify({ reads, hidden }) }
  await db
    .insertInto('scopes')
    .values(row)
    .onConflict(on => on.doNothing())
    .execute()
}

async function scopesBy(db: Db, hashes: readonly string[]): Promise<ReadScope[] | undefined> {
  const wanted = [...new Set(hashes)]
  if (wanted.length === 0 || wanted.length > 20) return undefined
  const rows = await db.selectFrom('scopes').selectAll().where('hash', 'in', wanted).execute()
  if (rows.length < wanted.length) return undefined
  return rows.map(row => {
    const { reads, hidden } = JSON.parse(row.body) as Pick<ReadScope, 'reads' | 'hidden'>
    return scopeFrom(reads, hidden)
  })
}

import { type Checkpoint, NOTHING_HELD } from '../../shared-types/src/protocol.ts'
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
 * this server never served. A station that was cut off between storing documents and storing their checkpoint may hold
 * either state: what it surely holds is what both have in common, what it may hold is withdrawn.
 */
export async function positionOf(
  db: Db,
  { seq, scope: text, stored = 0, also = '' }: Checkpoint,
  scope: ReadScope,
): Promise<Position | undefined> {
  const fresh: Position = { seq, scope, old: [], until: 0 }
  if (text === '' && also === '') return { ...fresh, seq: 0 }
  if (text === scope.hash && also === '') return fresh
  const [current = '', until, ...older] = text.split('.')
  const goesOn = until !== undefined && current === scope.hash && also === ''
  const end = until === undefined ? seq : Number(until)
  if (!Number.isSafeInteger(end)) return undefined
  const before = goesOn ? older : [current, ...older, ...also.split('.')]
  const unsure = !goesOn && stored > end
  const old = await scopesBy(db, [...before.filter(hash => hash !== ''), ...(unsure ? [NOTHING.hash] : [])])
  return old && { seq: goesOn ? seq : 0, scope, old, until: unsure ? stored : end }
}

/** The scope in which nothing lies, under a name that no hash can have: who may have held it surely holds nothing. */
const NOTHING: ReadScope = { hash: NOTHING_HELD, reads: {}, hidden: {} }

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
  const known = rows.map(row => {
    const { reads, hidden } = JSON.parse(row.body) as Pick<ReadScope, 'reads' | 'hidden'>
    return scopeFrom(reads, hidden)
  })
  if (wanted.includes(NOTHING.hash)) known.push(NOTHING)
  return known.length < wanted.length ? undefined : known
}

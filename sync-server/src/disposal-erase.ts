import { randomUUID } from 'node:crypto'
import { disposedBody } from '../../shared-types/src/engine/audit-chain.ts'
import { kindOf } from '../../shared-types/src/engine/kinds.ts'
import { hasRunOut } from '../../shared-types/src/engine/retention.ts'
import type { Author, Case } from '../../shared-types/src/model/case.ts'
import { AUDIT } from './audit.ts'
import { DISPOSE, layIn } from './disposed.ts'
import { append } from './event-log.ts'
import type { heldSql } from './hold.ts'
import { removePageText } from './page-texts.ts'
import type { Term } from './retention.ts'
import { sha256 } from './sha256.ts'
import type { Db, Turn } from './store.ts'
import type { ServerTables } from './tables.ts'

/** What an approved disposal is carried out with. */
export interface Erasing {
  disposal: ServerTables['disposals']
  /** Who approved it: the lines of the log are theirs. */
  by: Author
  term: Term
  heldNow: Awaited<ReturnType<typeof heldSql>>
  now: string
}

/** Cases of one transaction: others wait for their turn meanwhile. */
const TOGETHER = 50

/**
 * Erases the next cases of an approved disposal, those that are held or have not run out any more left out. Answers
 * whether there may be more. Of an erased case there stay: its id, of its events the hashes that the audit chains need,
 * who did which act when, the numbers that it used, and one line of the log that says who had it erased.
 */
export async function erasePart(turn: Turn, erasing: Erasing): Promise<boolean> {
  const { disposal, heldNow, term } = erasing
  const rows = await turn.db
    .selectFrom('disposal_cases')
    .select('case_id')
    .where('disposal', '=', disposal.id)
    .where('outcome', '=', '')
    .limit(TOGETHER)
    .execute()
  const ids = rows.map(row => row.case_id)
  if (ids.length === 0) return false
  const cases = await turn.cases.get(ids)
  const held = await turn.db.selectFrom('cases').select('id').where('id', 'in', ids).where(heldNow).execute()
  const heldIds = new Set(held.map(row => row.id))
  for (const id of ids) {
    const c = cases.get(id)
    const due = c !== undefined && hasRunOut(kindOf(turn.kinds, c.type), c, term)
    const outcome = heldIds.has(id) ? 'held' : due ? 'erased' : 'kept'
    if (outcome === 'erased')
      await eraseCase(turn, { id, type: c!.type, found: c! }, { ...erasing, disposal: disposal.id })
    await turn.db
      .updateTable('disposal_cases')
      .set({ outcome })
      .where('disposal', '=', disposal.id)
      .where('case_id', '=', id)
      .execute()
  }
  return true
}

/** A case that goes, as it stands here; not `found` where this database was put back to before it came. */
interface Gone {
  id: string
  type: string
  found?: Case
}

/** The id of a disposal, who approved it, and when the case goes. */
type Approved = Pick<Erasing, 'by' | 'now'> & { disposal: string }

/** Erases one case and says so in the log, in the name of who approved it. */
export async function eraseCase(
  turn: Turn,
  { found, id: caseId, type }: Gone,
  { by, disposal, now }: Approved,
): Promise<void> {
  const moved = await eraseEvents(turn.db, caseId)
  await eraseFiles(turn.db, caseId)
  if (found) await turn.cases.remove([caseId])
  const seq = await appendErasure(turn, caseId, { by, disposal, now })
  const lay = found && layIn(kindOf(turn.kinds, type), found)
  await turn.db
    .insertInto('erased_cases')
    .values({
      case_id: caseId,
      type,
      seq,
      disposal,
      lay_in: lay && !moved ? JSON.stringify(lay) : null,
    })
    .execute()
}

/** The line of the log that says that the case was erased; answers its number. */
function appendErasure(turn: Turn, caseId: string, { by, disposal, now }: Approved): Promise<number> {
  const id = randomUUID()
  const patch = { disposal }
  const event = {
    id,
    caseId,
    type: AUDIT,
    act: DISPOSE,
    patch,
    base: 0,
    by,
    station: '',
    at: now,
    counter: 0,
    seen: now,
  }
  return append(turn, {
    event,
    station: '',
    verdict: 'accepted',
    problems: [],
    folded: false,
    moves: false,
    receivedAt: now,
  })
}

/** Puts hashes in the place of what each event said, refused ones too. Answers whether the case ever moved between scopes. */
async function eraseEvents(db: Db, caseId: string): Promise<boolean> {
  const rows = await db
    .selectFrom('events')
    .select(['id', 'seq', 'body', 'problems', 'moves'])
    .where('case_id', '=', caseId)
    .where('type', '<>', AUDIT)
    .execute()
  for (const { seq, body, problems } of rows)
    await db.updateTable('events').set(erasedContent(body, problems)).where('seq', '=', seq).execute()
  // Of an alert, whom it was about stands beside its case as well.
  if (rows.length)
    await db
      .deleteFrom('rule_alerts')
      .where(
        'id',
        'in',
        rows.map(({ id }) => id),
      )
      .execute()
  return rows.some(row => Number(row.moves) === 1)
}

/** Content and reasons of a row of the log as they stand once they are erased; the chain holds with these as before. */
const erasedContent = (body: string, problems: string): { body: string; problems: string } => ({
  body: disposedBody(sha256, body),
  problems: problems === '[]' ? problems : disposedText(problems),
})

const disposedText = (text: string): string => JSON.stringify({ disposed: sha256(text) })

/** Files that no other case names go; the database forgets them now, the disk once this is committed. */
async function eraseFiles(db: Db, caseId: string): Promise<void> {
  const named = await db.selectFrom('case_files').select('hash').distinct().where('case_id', '=', caseId).execute()
  await db.deleteFrom('case_files').where('case_id', '=', caseId).execute()
  for (const { hash } of named) {
    const other = await db
      .selectFrom('case_files')
      .select('case_id')
      .where('hash', '=', hash)
      .limit(1)
      .executeTakeFirst()
    if (other) continue
    await db.deleteFrom('file_stations').where('hash', '=', hash).execute()
    await removePageText(db, hash)
    await db.deleteFrom('files').where('hash', '=', hash).execute()
    await db
      .insertInto('erased_files')
      .values({ hash })
      .onConflict(on => on.doNothing())
      .execute()
  }
}

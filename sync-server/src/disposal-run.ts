import { setImmediate as breathe } from 'node:timers/promises'
import { dayOf } from '../../shared-types/src/engine/day.ts'
import type { Author } from '../../shared-types/src/model/case.ts'
import { audit } from './audit.ts'
import { compact } from './compact.ts'
import type { Directory } from './directory.ts'
import { type Erasing, erasePart } from './disposal-erase.ts'
import { noteDisposed } from './disposed-list.ts'
import { heldSql } from './hold.ts'
import { followLog } from './projection/follow.ts'
import type { Parts } from './route.ts'
import { forgetPeople } from './rules/forget-people.ts'

export type DisposalParts = Pick<
  Parts,
  'store' | 'directory' | 'blobs' | 'now' | 'fault' | 'stopping' | 'key' | 'disposedList'
>

/**
 * Carries an approved disposal out to its end: cases in short transactions, then the files on the disk, then what the
 * database still had of all that in its own file. Going on after it was cut off, or doing it twice, does no harm.
 */
export async function carryOut(parts: DisposalParts, id: string): Promise<void> {
  const { now, store } = parts
  while (await erasedPart(parts, id)) {
    if (parts.stopping.aborted) return
    await breathe()
  }
  await forgetBeside(parts)
  await removeFiles(parts)
  await compact(store)
  await noteErased(parts, id)
  await store.transaction(async turn => {
    const row = await turn.db.selectFrom('disposals').selectAll().where('id', '=', id).executeTakeFirst()
    if (row?.state !== 'approved') return
    const at = now()
    await turn.db.updateTable('disposals').set({ state: 'done', done_at: at }).where('id', '=', id).execute()
    const counts = await turn.db
      .selectFrom('disposal_cases')
      .select('outcome')
      .select(eb => eb.fn.countAll<number>().as('n'))
      .where('disposal', '=', id)
      .groupBy('outcome')
      .execute()
    const count = (outcome: string) => String(counts.find(c => c.outcome === outcome)?.n ?? 0)
    const patch = { id, rows: count('erased'), held: count('held'), kept: count('kept') }
    const by = approver(await parts.directory(turn.db), row.decided_by ?? '')
    await audit(turn, { act: 'dispose-done', by, station: '', patch }, at)
  })
}

/** What lies beside the erased cases goes with them: the rows that rules read, and whom they left out. */
async function forgetBeside(parts: DisposalParts): Promise<void> {
  await followLog(parts, parts.stopping)
  await parts.store.transaction(async turn => {
    const now = parts.now()
    const today = dayOf(now, (await parts.directory(turn.db)).zone)
    await forgetPeople(turn, { now, over: today, today })
  })
}

/** Goes on with what was approved and not carried out when the server stopped. */
export async function resumeDisposals(parts: DisposalParts): Promise<void> {
  const rows = await parts.store.db.selectFrom('disposals').select('id').where('state', '=', 'approved').execute()
  for (const { id } of rows) await carryOut(parts, id)
}

function erasedPart(parts: DisposalParts, id: string): Promise<boolean> {
  const now = parts.now()
  return parts.store.transaction(async turn => {
    const disposal = await turn.db.selectFrom('disposals').selectAll().where('id', '=', id).executeTakeFirst()
    if (disposal?.state !== 'approved') return false
    const directory = await parts.directory(turn.db)
    const erasing: Erasing = {
      disposal,
      by: approver(directory, disposal.decided_by ?? ''),
      term: { today: dayOf(now, directory.zone), parameters: directory.parameters },
      heldNow: await heldSql(turn.db, directory),
      now,
    }
    return erasePart(turn, erasing)
  })
}

/** Who approved it, in their post as audit officer as long as they hold one. */
function approver({ people }: Directory, id: string): Author & { role: 'audit' } {
  const post = people.get(id)?.posts.find(p => p.role === 'audit')
  return { id, post: post?.id ?? '', role: 'audit', unit: post?.unit ?? '' }
}

/** Cases of one line of the list. */
const A_LINE = 1000

/** What was erased is written beside the backups before it counts as done: whoever restores one of them has to know. */
async function noteErased({ directory, disposedList, key, now, store }: DisposalParts, id: string): Promise<void> {
  const { db } = store
  const row = await db.selectFrom('disposals').selectAll().where('id', '=', id).executeTakeFirst()
  if (row?.state !== 'approved') return
  const erased = await db.selectFrom('erased_cases').select('case_id').where('disposal', '=', id).execute()
  const { type, proposed_by, proposed_at, decided_by, decided_at } = row
  const said = {
    centre: key.id,
    disposal: { id, type, proposed_by, proposed_at, decided_by, decided_at },
    by: approver(await directory(db), decided_by ?? ''),
    at: now(),
  }
  const ids = erased.map(e => e.case_id)
  const lines = Array.from({ length: Math.ceil(ids.length / A_LINE) }, (_, i) =>
    ids.slice(i * A_LINE, (i + 1) * A_LINE),
  )
  await noteDisposed(
    disposedList,
    key,
    lines.map(cases => ({ ...said, cases })),
  )
}

/** Files that the database has forgotten are taken off the disk, one at a time and in a turn: nobody brings one back between. */
async function removeFiles({ blobs, store }: DisposalParts): Promise<void> {
  const rows = await store.db.selectFrom('erased_files').select('hash').execute()
  for (const { hash } of rows)
    await store.transaction(async ({ db }) => {
      const again = await db.selectFrom('files').select('hash').where('hash', '=', hash).executeTakeFirst()
      if (!again) await blobs.remove(hash)
      await db.deleteFrom('erased_files').where('hash', '=', hash).execute()
    })
}

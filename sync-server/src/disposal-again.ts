import { audit, NOBODY } from './audit.ts'
import { eraseCase } from './disposal-erase.ts'
import { erasedCases } from './disposed.ts'
import { DISPOSED_LIST, type DisposedLine, readDisposed } from './disposed-list.ts'
import type { Parts } from './route.ts'
import type { Turn } from './store.ts'

/** Cases of one transaction. */
const TOGETHER = 50

/**
 * Erases anew what the list beside the backups says that this centre had erased and the database no longer knows of: it was
 * put back to an older state, by whatever means. To be called before anybody is served. What the disposal leaves to be
 * done then (files, the free places of the database) goes on with `resumeDisposals`.
 */
export async function eraseAgain(
  parts: Pick<Parts, 'store' | 'now' | 'fault' | 'key' | 'disposedList'>,
): Promise<void> {
  const { lines, wrong } = await readDisposed(parts.disposedList, parts.key)
  if (wrong)
    parts.fault(
      new Error(`${wrong} lines of ${DISPOSED_LIST} are not this centre's word and are not followed`),
      'disposal',
    )
  for (const line of lines) {
    const known = await knownOf(parts.store.db, line.cases)
    const lost = line.cases.filter(id => !known.has(id))
    for (let i = 0; i < lost.length; i += TOGETHER)
      await parts.store.transaction(turn => again(turn, line, lost.slice(i, i + TOGETHER), parts.now()))
  }
}

async function knownOf(db: Turn['db'], ids: readonly string[]): Promise<Set<string>> {
  const known = new Set<string>()
  for (let i = 0; i < ids.length; i += 500)
    for (const id of (await erasedCases(db, ids.slice(i, i + 500))).keys()) known.add(id)
  return known
}

/** The disposal itself may be among what was lost: it stands in the list of disposals again, without its note. */
async function again(turn: Turn, { by, disposal }: DisposedLine, ids: readonly string[], now: string): Promise<void> {
  const row = { ...disposal, state: 'approved' as const, note: '', reason: null, done_at: null }
  const { decided_at, decided_by, state } = row
  await turn.db
    .insertInto('disposals')
    .values(row)
    .onConflict(on => on.column('id').doUpdateSet({ state, decided_at, decided_by, reason: null, done_at: null }))
    .execute()
  const cases = await turn.cases.get(ids)
  for (const id of ids) {
    const found = cases.get(id)
    await eraseCase(turn, { id, type: disposal.type, ...(found && { found }) }, { by, disposal: disposal.id, now })
    const outcome = {
      disposal: disposal.id,
      case_id: id,
      unit: found?.unit ?? '',
      ended: '',
      outcome: 'erased' as const,
    }
    await turn.db
      .insertInto('disposal_cases')
      .values(outcome)
      .onConflict(on => on.columns(['disposal', 'case_id']).doUpdateSet({ outcome: 'erased' }))
      .execute()
  }
  const patch = { id: disposal.id, type: disposal.type, rows: String(ids.length) }
  await audit(turn, { act: 'dispose-again', by: NOBODY, station: '', patch }, now)
}

import { fold, inOrder } from '../../../shared-types/src/engine/fold.ts'
import type { StoredEvent } from '../../../shared-types/src/model/case.ts'
import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import type { CaseStore } from '../../../shared-types/src/store/case-store.ts'
import type { Events } from './events.ts'
import type { Follower } from './following.ts'
import { rawGroups } from './store/raw-groups.ts'
import type { SqliteDatabase } from './store/sqlite.ts'

interface Anew {
  kinds: Kinds
  events: Pick<Events, 'collection'>
  follower: Follower
  changed: (cases: readonly { id: string; type: string }[]) => void
}

/** Events read, folded and written at once. */
const TOGETHER = 1000

/**
 * Makes all cases and what follows them anew from all events, in place of what was there: after a restore, with a new
 * form of the file, or when it was broken. Whole batches are written in one transaction each; between two of them
 * others may work. Broken off half, it is to be done again.
 */
export async function foldAnew(
  { kinds, events, follower, changed }: Anew,
  db: SqliteDatabase,
  cases: CaseStore,
): Promise<void> {
  await cases.clear()
  follower.clear(db)
  for (const groups of rawGroups<StoredEvent>(events.collection, 'caseId', TOGETHER)) {
    const made = [...groups.values()].flatMap(own => {
      // Beside a case's own events lie lines of the audit that name it.
      const kind = own.map(event => kinds.get(event.type)).find(known => known !== undefined)
      return kind ? (fold(kind, own.sort(inOrder)) ?? []) : []
    })
    await cases.transaction(async tx => {
      await tx.put(made)
      follower.put(db, made)
    })
    if (made.length) changed(made.map(({ id, type }) => ({ id, type })))
  }
}

import { apply, fold } from '../../../shared-types/src/engine/fold.ts'
import type { Case, StoredEvent } from '../../../shared-types/src/model/case.ts'
import type { Kinds } from '../../../shared-types/src/model/domain.ts'
import type { CaseStore } from '../../../shared-types/src/store/case-store.ts'
import type { Events } from './events.ts'
import type { Outgoing } from './outgoing.ts'

/** An event document as the collection tells of it; without a revision it is new here. */
export type Incoming = StoredEvent & { _deleted?: boolean; _rev?: string }

interface Folding {
  kinds: Kinds
  events: Pick<Events, 'ofCase'>
  outgoing: Pick<Outgoing, 'note'>
}

const isNew = ({ _deleted, _rev }: Incoming) => !_deleted && (_rev === undefined || _rev.startsWith('1-'))

/**
 * Folds changed events into the cases. What simply came after a case's last event is applied to it; a case with events
 * that wait, were refused or withdrawn, is folded again from all of its events, and so is one with an event that was here
 * before: after the centre was set back an event comes again under a higher number.
 */
export async function foldIn(
  { kinds, events, outgoing }: Folding,
  cases: CaseStore,
  documents: readonly Incoming[],
  seeding: boolean,
) {
  const known = documents.filter(d => kinds.has(d.type))
  const byCase = Map.groupBy(known, d => d.caseId)
  const now = await cases.get([...byCase.keys()])
  const put: Case[] = []
  const gone: string[] = []
  for (const [id, changes] of byCase) {
    outgoing.note(id, changes)
    const kind = kinds.get(changes[0]!.type)!
    const before = now.get(id)
    const follows =
      (before ? !before.unsent : seeding) &&
      changes.every(e => isNew(e) && e.verdict === 'accepted' && e.seq > (before?.seq ?? 0))
    const after = follows
      ? [...changes].sort((a, b) => a.seq - b.seq).reduce<Case | undefined>((c, e) => apply(kind, c, e), before)
      : fold(kind, await events.ofCase(id))
    if (after) put.push(after)
    else gone.push(id)
  }
  await cases.transaction(async tx => {
    if (gone.length) await tx.remove(gone)
    if (put.length) await tx.put(put)
  })
  const all = [...byCase].map(([id, changes]) => ({ id, type: changes[0]!.type }))
  return { cases: put, all }
}

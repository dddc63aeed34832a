import { may, seesNamed } from '../../../shared-types/src/engine/access.ts'
import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import type { Case, StoredEvent } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import type { Asking } from './asking.ts'
import { CallRefusal } from './call-refusal.ts'
import { filesIn, namingOf } from './case-pages.ts'
import type { Desk } from './desk.ts'

/**
 * A file is for whoever may read a case that names it in a field that they see, for whoever took it in here, and in a
 * draft or refused work of theirs. To others it is as if it were not there: knowing its hash is no right to it.
 * @throws {CallRefusal} not-found
 */
export async function demandFile(desk: Desk, who: Asking, hash: string): Promise<void> {
  if (await isTheirs(desk, who, hash)) return
  throw new CallRefusal('not-found', 'file.missing')
}

/**
 * Nobody gets a right to a file by naming it in what they enter.
 * @throws {CallRefusal} not-found
 */
export async function demandFiles(desk: Desk, who: Asking, kind: Kind, patch: Data): Promise<void> {
  for (const { hash } of filesIn(kind, patch)) await demandFile(desk, who, hash)
}

async function isTheirs(desk: Desk, who: Asking, hash: string): Promise<boolean> {
  if (await desk.files.isBy(hash, who.user.id)) return true
  if (await isInCase(desk, who, hash)) return true
  if ((await desk.drafts.of(who.user.id)).some(draft => JSON.stringify(draft.patch).includes(hash))) return true
  if (await isInRefused(desk, who, hash)) return true
  // The table runs a little behind what was just folded in.
  await desk.projection.followed()
  return isInCase(desk, who, hash)
}

async function isInCase(desk: Desk, who: Asking, hash: string): Promise<boolean> {
  const naming = namingOf(desk.projection.db, hash)
  if (!naming.length) return false
  const cases = await desk.projection.cases.get([...new Set(naming.map(n => n.id))])
  return naming.some(({ id, field }) => {
    const c = cases.get(id)
    return c !== undefined && maySee(desk, who, c, field)
  })
}

/** Whether the person may read that case and sees that field of it. */
export function maySee(desk: Desk, { scope, user }: Asking, c: Case, field: string): boolean {
  const kind = kindOf(desk.kinds, c.type)
  return may(kind, 'read', c, scope) && seesNamed(kind, field, user.role)
}

/** Both versions of what was refused are shown with their papers, also those that no longer stand in the case. */
async function isInRefused(desk: Desk, who: Asking, hash: string): Promise<boolean> {
  for (const event of await desk.events.refused()) {
    const kind = desk.kinds.get(event.type)
    if (!kind || desk.outgoing.isSettled(event.id)) continue
    if (event.by.id === who.user.id && names(kind, event, hash)) return true
    const c = (await desk.projection.cases.get([event.caseId])).get(event.caseId)
    if (!c) continue
    const named = (await desk.events.ofCase(c.id)).flatMap(e => filesIn(kind, e.patch)).filter(f => f.hash === hash)
    if (named.some(({ field }) => maySee(desk, who, c, field))) return true
  }
  return false
}

const names = (kind: Kind, event: StoredEvent, hash: string) => filesIn(kind, event.patch).some(f => f.hash === hash)

import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import { titleOf } from '../../../shared-types/src/engine/title.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Actor } from '../../../shared-types/src/model/person.ts'
import type { Download } from '../api/files.ts'
import { packCase } from './archive-pack/pack-case.ts'
import { type Asking, caseAsked, withLinks } from './asking.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'
import { coreText } from './words.ts'

const takesOut = ({ record }: Kind, role: Actor): boolean =>
  record.access[role]?.export === true && record.access[role].whole === true

/**
 * The package of a closed case as a ZIP file, for whoever may take the record type out whole. Nothing may be waiting to be
 * sent: what the centre has not accepted is no record yet.
 * @throws CallRefusal
 */
export async function casePack(desk: Desk, who: Asking, id: string): Promise<Download> {
  const { role } = who.user
  // Who may take out nothing whole hears that, whatever they ask for.
  if (![...desk.kinds.values()].some(kind => takesOut(kind, role)))
    throw new CallRefusal('forbidden', 'archive.packNotYours')
  const c = await caseAsked(desk, who, id)
  const kind = kindOf(desk.kinds, c.type)
  if (!takesOut(kind, role)) throw new CallRefusal('forbidden', 'archive.packNotYours')
  if (!kind.record.workflow.states[c.state]?.final) throw new CallRefusal('problems', 'archive.packOpen')
  if (c.unsent > 0) throw new CallRefusal('problems', 'archive.packUnsent')
  const words = { ...(await withLinks(desk, who, [c])), language: 'zh-CN' as const }
  await desk.audit(who.user, 'pack', c.id, { type: c.type })
  const events = (await desk.events.ofCase(c.id)).filter(event => event.type === c.type && event.verdict === 'accepted')
  const { zip } = await packCase({
    kind,
    c,
    events,
    who,
    words,
    now: desk.clock.now(),
    file: hash => desk.files.get(hash),
  })
  const name = coreText('zh-CN', 'archive.packName', { title: titleOf(kind, c, 'zh-CN') })
  return { name, mime: 'application/zip', bytes: zip }
}

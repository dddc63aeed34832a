import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Desk } from './desk.ts'

/**
 * Checks that whoever stands at the window is the holder, for a step that asks so: the number of the card on the reader,
 * or the number on the ticket. Answers the field that records how it was checked.
 * @throws CallRefusal when it is somebody else, or nothing was shown
 */
export async function identified(
  desk: Desk,
  kind: Kind,
  ask: { id: string; act: string; identity?: 'card' | { ticket: string } | undefined },
): Promise<Data> {
  const rule = kind.record.workflow.steps[ask.act]?.identity
  if (!rule) return {}
  if (!ask.identity) throw new CallRefusal('problems', 'identity.needed')
  const c = (await desk.projection.cases.get([ask.id])).get(ask.id)
  if (!c) throw new CallRefusal('not-found', 'case.missing')
  if (ask.identity === 'card') {
    const card = desk.devices.card()
    if (!card) throw new CallRefusal('device', 'identity.noCard')
    if (card.number !== c.data[rule.field]) throw new CallRefusal('problems', 'identity.other', { name: card.name })
    return { [rule.evidence]: 'card' }
  }
  if (ask.identity.ticket.trim().toUpperCase() !== String(c.data[rule.ticket] ?? '').toUpperCase())
    throw new CallRefusal('problems', 'identity.ticket')
  return { [rule.evidence]: 'ticket' }
}

import { kindOf } from '../../../../shared-types/src/engine/kinds.ts'
import type { StoredEvent } from '../../../../shared-types/src/model/case.ts'
import type { Data } from '../../../../shared-types/src/model/field.ts'
import type { Actor } from '../../../../shared-types/src/model/person.ts'
import { type Asking, asking } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import { baseOf } from '../conflict.ts'
import type { Desk } from '../desk.ts'
import { inboxItem, overruledNotes } from '../inbox-view.ts'
import { isLate } from '../late.ts'
import { forgetLate } from '../late-forget.ts'
import { performed } from '../perform.ts'
import type { Handlers } from './handlers.ts'

type Own = 'inbox.list' | 'inbox.mend' | 'inbox.withdraw' | 'inbox.overruled' | 'inbox.read'

/**
 * What the centre refused of this person's work, and where others decided over it: nothing of either is lost. Each
 * refusal is mended or withdrawn with a reason, by its author or, while they are away, by who reviews their unit's work.
 */
export function inboxCalls(desk: Desk): Pick<Handlers, Own> {
  return {
    'inbox.list': async (_, client) => {
      const who = asking(desk, client)
      const refused = await refusedOf(desk, who)
      const own = refused.filter(e => e.by.id === who.user.id)
      const others = refused.filter(e => e.by.id !== who.user.id)
      return Promise.all([...own, ...others].map(event => inboxItem(desk, who, event, entered(desk, event))))
    },
    'inbox.mend': async ({ event: id, patch, leave }, client) => {
      const who = asking(desk, client)
      const event = await one(desk, who, id)
      // Its case was erased: what was said of it would only be refused again.
      if (isLate(event)) throw new CallRefusal('not-found', 'mend.erased')
      const said = Object.entries({ ...entered(desk, event), ...patch }).filter(([field]) => !leave.includes(field))
      if (event.act === 'edit' && said.length === 0) {
        await giveUp(desk, who, event, { left: leave.join(' ') })
        return { id: event.caseId, problems: [] }
      }
      const answer = await performed(desk, who, kindOf(desk.kinds, event.type), {
        id: event.caseId,
        act: event.act,
        patch: Object.fromEntries(said),
        mends: { id: event.id, base: baseOf(event) },
      })
      if (!answer.problems.length) await settleGroup(desk, event)
      return answer
    },
    'inbox.withdraw': async ({ event: id, reason }, client) => {
      const who = asking(desk, client)
      await giveUp(desk, who, await one(desk, who, id), { reason })
    },
    'inbox.overruled': (_, client) => overruledNotes(desk, asking(desk, client)),
    'inbox.read': async ({ event }, client) => {
      const { user } = asking(desk, client)
      await desk.overruled.read(user.id, event)
      desk.tell({ topic: 'inbox', count: desk.outgoing.refused() })
    },
  }
}

/** Only the first of a group stands in the inbox: the rest comes anew with it. */
async function refusedOf(desk: Desk, { user }: Asking): Promise<StoredEvent[]> {
  const all = await desk.events.refused()
  const settles = (e: StoredEvent) =>
    e.by.id === user.id || (SETTLERS.includes(user.role) && user.units.includes(e.by.unit))
  return all.filter(e => desk.kinds.has(e.type) && settles(e) && !e.group?.place && !desk.outgoing.isSettled(e.id))
}

/** Who may settle a refusal for somebody who is away. */
const SETTLERS: readonly Actor[] = ['reviewer', 'supervisor']

async function giveUp(desk: Desk, { user }: Asking, event: StoredEvent, why: Readonly<Record<string, string>>) {
  await desk.audit(user, 'withdraw', event.caseId, { event: event.id, ...why })
  await settleGroup(desk, event)
}

async function one(desk: Desk, who: Asking, id: string): Promise<StoredEvent> {
  const event = (await refusedOf(desk, who)).find(e => e.id === id)
  if (!event) throw new CallRefusal('not-found', 'mend.gone')
  return event
}

async function settleGroup(desk: Desk, event: StoredEvent): Promise<void> {
  const members = event.group ? (await desk.events.refused()).filter(e => e.group?.id === event.group!.id) : [event]
  for (const member of members) await desk.outgoing.settle(member.id)
  await forgetLate(desk, members.filter(isLate))
  desk.tell({ topic: 'inbox', count: desk.outgoing.refused() })
  desk.tell({ topic: 'cases', types: [...new Set(members.map(m => m.type))], ids: members.map(m => m.caseId) })
}

/** What the person had entered, without what the step set by itself: that is set again. */
function entered(desk: Desk, event: StoredEvent): Data {
  const sets = kindOf(desk.kinds, event.type).record.workflow.steps[event.act]?.sets ?? {}
  return Object.fromEntries(
    Object.entries(event.patch).filter(([field]) => !(field in sets) || 'number' in sets[field]!),
  )
}

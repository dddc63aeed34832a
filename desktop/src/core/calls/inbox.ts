import { kindOf } from '../../../../shared-types/src/engine/kinds.ts'
import { screen } from '../../../../shared-types/src/engine/screen.ts'
import { titleOf } from '../../../../shared-types/src/engine/title.ts'
import { label } from '../../../../shared-types/src/engine/words.ts'
import type { StoredEvent } from '../../../../shared-types/src/model/case.ts'
import type { InboxItem, ViewCell } from '../../api.ts'
import { type Asking, asking, withLinks } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import type { Desk } from '../desk.ts'
import { performed } from '../perform.ts'
import { fieldText, wordProblem } from '../wording.ts'
import type { Handlers } from './handlers.ts'

type Own = 'inbox.list' | 'inbox.mend' | 'inbox.withdraw'

/** What the centre refused of this person's work: nothing of it is lost, each is mended or withdrawn with a reason. */
export function inboxCalls(desk: Desk): Pick<Handlers, Own> {
  return {
    'inbox.list': async (_, client) => {
      const who = asking(desk, client)
      return Promise.all((await refusedOf(desk, who)).map(event => item(desk, who, event)))
    },
    'inbox.mend': async ({ event: id, patch }, client) => {
      const who = asking(desk, client)
      const event = await one(desk, who, id)
      const answer = await performed(desk, who, kindOf(desk.kinds, event.type), {
        id: event.caseId,
        act: event.act,
        patch: { ...open(desk, event), ...patch },
        mends: event.id,
      })
      if (!answer.problems.length) await settleGroup(desk, event)
      return answer
    },
    'inbox.withdraw': async ({ event: id, reason }, client) => {
      const who = asking(desk, client)
      const event = await one(desk, who, id)
      await desk.audit(who.user, 'withdraw', event.caseId, { event: id, reason })
      await settleGroup(desk, event)
    },
  }
}

/** Only the first of a group stands in the inbox: the rest comes anew with it. A reviewer's clerk sees their own alone. */
async function refusedOf(desk: Desk, { user }: Asking): Promise<StoredEvent[]> {
  const all = await desk.events.refused()
  return all.filter(
    e => desk.kinds.has(e.type) && e.by.id === user.id && !e.group?.place && !desk.outgoing.isSettled(e.id),
  )
}

async function one(desk: Desk, who: Asking, id: string): Promise<StoredEvent> {
  const event = (await refusedOf(desk, who)).find(e => e.id === id)
  if (!event) throw new CallRefusal('not-found', 'mend.gone')
  return event
}

async function settleGroup(desk: Desk, event: StoredEvent): Promise<void> {
  const members = event.group ? (await desk.events.refused()).filter(e => e.group?.id === event.group!.id) : [event]
  for (const member of members) await desk.outgoing.settle(member.id)
  desk.tell({ topic: 'inbox', count: desk.outgoing.refused() })
  desk.tell({ topic: 'cases', types: [...new Set(members.map(m => m.type))], ids: members.map(m => m.caseId) })
}

/** What the person had entered, without what the step set by itself: that is set again. */
function open(desk: Desk, event: StoredEvent) {
  const sets = kindOf(desk.kinds, event.type).record.workflow.steps[event.act]?.sets ?? {}
  return Object.fromEntries(
    Object.entries(event.patch).filter(([field]) => !(field in sets) || 'number' in sets[field]!),
  )
}

async function item(desk: Desk, who: Asking, event: StoredEvent): Promise<InboxItem> {
  const kind = kindOf(desk.kinds, event.type)
  const now = (await desk.projection.cases.get([event.caseId])).get(event.caseId)
  const data = { ...now?.data, ...event.patch }
  const c = now ? { ...now, data } : undefined
  const words = c ? await withLinks(desk, who, [c]) : who.words
  const texts = label(kind, words.language)
  const cells = c ? screen(kind, { ...c, version: 0 }, who.scope).sections.flatMap(s => s.cells) : []
  const entered = Object.keys(open(desk, event)).filter(field => kind.record.fields[field])
  const problems = await whyRefused(desk, who, event)
  return {
    event: event.id,
    caseId: event.caseId,
    type: event.type,
    title: c ? titleOf(kind, c, words.language) : texts.record,
    act: event.act,
    actText: texts.step(event.act),
    at: event.at,
    by: words.personName(event.by.id),
    problems,
    cells: entered.map((name): ViewCell & { now: string } => {
      const field = kind.record.fields[name]!
      const value = event.patch[name] ?? undefined
      const cell = cells.find(one => one.name === name)
      const problem = problems.find(p => p.field === name)
      return {
        name,
        field,
        value,
        editable: true,
        masked: false,
        required: cell?.required ?? false,
        text: fieldText(kind, name, value, words, false),
        label: texts.field(name),
        now: fieldText(kind, name, now?.data[name], words, false),
        ...(problem && { problem }),
      }
    }),
  }
}

/** Of a group refused as one, the reasons stand at the members that are to blame; the others only say so. */
async function whyRefused(desk: Desk, { words }: Asking, event: StoredEvent) {
  const members = event.group ? (await desk.events.refused()).filter(e => e.group?.id === event.group!.id) : [event]
  const all = members.flatMap(e => e.problems.map(p => ({ problem: p, of: e })))
  const told = all.filter(({ problem }) => problem.with?.why !== 'other')
  return (told.length ? told : all).map(({ problem, of }) => wordProblem(problem, kindOf(desk.kinds, of.type), words))
}

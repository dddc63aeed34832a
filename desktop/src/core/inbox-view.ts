import { may, seesNamed } from '../../../shared-types/src/engine/access.ts'
import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import { screen } from '../../../shared-types/src/engine/screen.ts'
import { isMasked } from '../../../shared-types/src/engine/show.ts'
import { titleOf } from '../../../shared-types/src/engine/title.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { Case, StoredEvent } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../shared-types/src/model/field.ts'
import type { InboxCell, InboxItem, OverruledNote, Said } from '../api/inbox.ts'
import { type Asking, withLinks } from './asking.ts'
import { type Conflict, conflictOf, papersOf } from './conflict.ts'
import type { Desk } from './desk.ts'
import { isLate } from './late.ts'
import { historyOf } from './view.ts'
import { fieldText, type Wording, wordProblem } from './wording.ts'

/** One refused event as its author sees it: why, what it met, and field by field both versions; `entered` by hand. */
export async function inboxItem(desk: Desk, who: Asking, event: StoredEvent, entered: Data): Promise<InboxItem> {
  const kind = kindOf(desk.kinds, event.type)
  const now = await readable(desk, who, kind, event.caseId)
  const events = await desk.events.ofCase(event.caseId)
  const conflict = now ? conflictOf(kind, event, events) : undefined
  const c = now && { ...now, data: { ...now.data, ...event.patch } }
  const words = c ? await withLinks(desk, who, [c, now]) : who.words
  const texts = label(kind, words.language)
  const problems = await whyRefused(desk, who, event)
  const said = (e: StoredEvent) => saidBy(kind, e, events, words)
  const required = c
    ? new Map(
        screen(kind, { ...c, version: 0 }, who.scope).sections.flatMap(s => s.cells.map(x => [x.name, x.required])),
      )
    : undefined
  return {
    event: event.id,
    own: event.by.id === who.user.id,
    caseId: event.caseId,
    type: event.type,
    title: c ? titleOf(kind, c, words.language) : texts.record,
    act: event.act,
    actText: texts.step(event.act),
    at: event.at,
    by: words.personName(event.by.id),
    mine: said(event),
    ...only('erased', isLate(event) || undefined),
    since: historyOf(kind, conflict?.since ?? [], { scope: who.scope, words }),
    problems,
    cells: Object.keys(entered)
      .filter(name => seesNamed(kind, name, who.user.role))
      .map(name => ({
        ...cellOf(kind, event, name, words, { now, conflict, said, own: event.by.id === who.user.id }),
        required: required?.get(name) ?? false,
        ...only(
          'problem',
          problems.find(p => p.field === name),
        ),
      })),
  }
}

/** What was decided over a person's values, worded; of cases that they may no longer read nothing is said. */
export async function overruledNotes(desk: Desk, who: Asking): Promise<OverruledNote[]> {
  const notes = await Promise.all(
    (await desk.overruled.of(who.user.id)).map(async (note): Promise<OverruledNote[]> => {
      const event = await desk.events.get(note.event)
      const kind = event && kindOf(desk.kinds, event.type)
      const c = kind && (await readable(desk, who, kind, note.caseId))
      if (!c) return []
      const words = await withLinks(desk, who, [c])
      const text = (field: string, value: Data[string]) => fieldText(kind, field, value, words, true)
      return [
        {
          event: note.event,
          caseId: note.caseId,
          type: c.type,
          title: titleOf(kind, c, words.language),
          by: words.personName(event.by.id),
          unitName: words.unitName(event.by.unit),
          at: event.at,
          fields: note.fields
            .filter(({ field }) => seesNamed(kind, field, who.user.role))
            .map(({ field, mine, now }) => ({
              label: label(kind, words.language).field(field),
              mine: text(field, mine),
              now: text(field, now),
            })),
        },
      ]
    }),
  )
  return notes.flat().sort((a, b) => (a.at < b.at ? 1 : -1))
}

async function readable(desk: Desk, { scope }: Asking, kind: Kind, id: string): Promise<Case | undefined> {
  const c = (await desk.projection.cases.get([id])).get(id)
  return c && may(kind, 'read', c, scope) ? c : undefined
}

interface Beside {
  now: Case | undefined
  conflict: Conflict | undefined
  said: (event: StoredEvent) => Said
  own: boolean
}

function cellOf(
  kind: Kind,
  event: StoredEvent,
  name: string,
  words: Wording,
  { now, conflict, said, own }: Beside,
): Omit<InboxCell, 'required'> {
  const field = kind.record.fields[name]!
  // Who settles for somebody else decides without seeing the number.
  const covered = !own && isMasked(field)
  const text = (value: Data[string]) => fieldText(kind, name, value, words, covered)
  const value = event.patch[name] ?? undefined
  const met = conflict?.fields.get(name)
  return {
    name,
    field,
    value: covered ? undefined : value,
    editable: !isLate(event),
    masked: covered,
    text: text(value),
    label: label(kind, words.language).field(name),
    now: text(now?.data[name]),
    ...only(
      'theirs',
      met && { ...said(met.theirs), text: text(met.theirs.patch[name] ?? undefined), before: text(met.before) },
    ),
  }
}

const saidBy = (kind: Kind, event: StoredEvent, events: readonly StoredEvent[], words: Wording): Said => ({
  by: words.personName(event.by.id),
  unitName: words.unitName(event.by.unit),
  station: words.stationName(event.station),
  at: event.at,
  papers: papersOf(kind, event, events),
})

/** Of a group refused as one, the reasons stand at the members that are to blame; the others only say so. */
async function whyRefused(desk: Desk, { words }: Asking, event: StoredEvent) {
  const members = event.group ? (await desk.events.refused()).filter(e => e.group?.id === event.group!.id) : [event]
  const all = members.flatMap(e => e.problems.map(p => ({ problem: p, of: e })))
  const told = all.filter(({ problem }) => problem.with?.why !== 'other')
  return (told.length ? told : all).map(({ problem, of }) => wordProblem(problem, kindOf(desk.kinds, of.type), words))
}

/** The property, where there is a value for it. */
const only = <K extends string, V>(key: K, value: V | undefined): { [k in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { [k in K]: V })

import { randomUUID } from 'node:crypto'
import { may, mayEver, readableOf } from '../../../../shared-types/src/engine/access.ts'
import { entitlements } from '../../../../shared-types/src/engine/entitlement.ts'
import { decideGroup } from '../../../../shared-types/src/engine/group.ts'
import { kindOf } from '../../../../shared-types/src/engine/kinds.ts'
import { authorOf } from '../../../../shared-types/src/engine/organisation.ts'
import { blank, screen } from '../../../../shared-types/src/engine/screen.ts'
import { titleOf } from '../../../../shared-types/src/engine/title.ts'
import { label } from '../../../../shared-types/src/engine/words.ts'
import type { Case, CaseEvent, Problem } from '../../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../../shared-types/src/model/field.ts'
import { related } from '../../../../shared-types/src/store/related.ts'
import { type Asking, asking, caseAsked, kindAsked, readableKind, withLinks } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import { citedRows } from '../cited.ts'
import type { Desk } from '../desk.ts'
import { performed } from '../perform.ts'
import { previewed, withPatch } from '../previewed.ts'
import { revealed } from '../reveal.ts'
import { readableRows } from '../rows.ts'
import { searched } from '../searched.ts'
import { viewOf } from '../view.ts'
import { warningTexts } from '../warning-texts.ts'
import type { Handlers } from './handlers.ts'
import { listed } from './listing.ts'

type Own =
  | 'cases.list'
  | 'cases.search'
  | 'cases.open'
  | 'cases.blank'
  | 'cases.preview'
  | 'cases.act'
  | 'cases.reveal'
  | 'cases.links'

/** Lists, forms and acts of any record type. */
export function caseCalls(desk: Desk): Pick<Handlers, Own> {
  const { cases } = desk.projection
  return {
    'cases.list': (query, client) => listed(desk, asking(desk, client), query),
    'cases.search': async ({ text, type, limit }, client) => {
      const who = asking(desk, client)
      const types = type
        ? [readableKind(desk, who, type).type]
        : [...desk.kinds.values()].filter(k => k.record.access[who.user.role]?.read).map(k => k.type)
      const hits = await searched(desk, text, { types, limit: limit * 2 })
      const found = await cases.get(hits.map(h => h.id))
      const rows = readableRows(
        desk.kinds,
        hits.flatMap(h => found.get(h.id) ?? []),
        who.rows,
      )
      return rows.slice(0, limit)
    },
    'cases.open': async ({ id }, client) => {
      const who = asking(desk, client)
      const c = await caseAsked(desk, who, id)
      return view(desk, who, kindOf(desk.kinds, c.type), c, {})
    },
    'cases.blank': async ({ type, patch = {} }, client) => {
      const who = asking(desk, client)
      const kind = readableKind(desk, who, type)
      if (!mayEver(kind, 'create', who.user.role))
        throw new CallRefusal('forbidden', 'type.forbidden', { label: label(kind, who.words.language).record })
      return view(desk, who, kind, withPatch(kind, blank(kind, randomUUID(), who.scope, desk.clock.now()), patch), {
        entered: patch,
      })
    },
    'cases.preview': async ({ type, id, patch, act }, client) => {
      const who = asking(desk, client)
      const kind = readableKind(desk, who, type)
      const before = await previewed(desk, who, kind, id)
      const problems = act ? await refusals(desk, who, kind, before, id, act, patch) : []
      const c = withPatch(kind, before ?? blank(kind, id, who.scope, desk.clock.now()), patch)
      const warnings = act ? await warningTexts(desk, who, kind, c, act) : []
      return { ...(await view(desk, who, kind, c, { entered: patch, problems })), warnings }
    },
    'cases.act': (ask, client) => performed(desk, asking(desk, client), kindAsked(desk, ask.type), ask),
    'cases.reveal': (ask, client) => revealed(desk, asking(desk, client), ask),
    'cases.links': async ({ type, text }, client) => {
      const who = asking(desk, client)
      const kind = readableKind(desk, who, type)
      const found = text.trim()
        ? await cases.get((await searched(desk, text, { types: [type], limit: 20 })).map(h => h.id))
        : await someOf(desk, who, kind)
      return [...found.values()]
        .filter(c => may(kind, 'read', c, who.scope))
        .map(c => ({ id: c.id, title: titleOf(kind, c, who.words.language) }))
    },
  }
}

/** What may be linked to while nothing was typed: the newest, so that one of few is chosen and not typed. */
async function someOf(desk: Desk, who: Asking, kind: Kind): Promise<Map<string, Case>> {
  const { rows } = await listed(desk, who, { type: kind.type, offset: 0, limit: 20 })
  return desk.projection.cases.get(rows.map(({ id }) => id))
}

/** A case as the person is shown it. */
async function view(
  desk: Desk,
  who: Asking,
  kind: Kind,
  c: Case,
  with_: { entered?: Data; problems?: readonly Problem[] },
) {
  const found = await related(desk.projection.cases, desk.kinds, kind, c, who.scope)
  const scope = { ...who.scope, related: found }
  const words = await withLinks(desk, who, [c, ...Object.values(found).flat()])
  const events = c.version ? await desk.events.ofCase(c.id) : []
  const shown = screen(kind, c, scope, readableOf(desk.kinds, found, who.scope))
  return viewOf(kind, c, shown, {
    ...who.rows,
    ...with_,
    scope: { ...scope, entitled: entitlements(kind, scope) },
    words,
    kinds: desk.kinds,
    events,
    cited: await citedRows(desk, who, kind, c),
    printer: (printer, form) => desk.devices.printerName(printer, form, who.words.language),
  })
}

/** What would refuse this act now, numbers and effects not counted: they come with the act itself. */
async function refusals(
  desk: Desk,
  who: Asking,
  kind: Kind,
  before: Case | undefined,
  id: string,
  act: string,
  patch: Data,
): Promise<Problem[]> {
  const event: CaseEvent = {
    id: '',
    caseId: id,
    type: kind.type,
    act,
    patch,
    base: before?.seq ?? 0,
    by: authorOf(who.user),
    station: desk.station() ?? '',
    at: desk.clock.now(),
    counter: 0,
    seen: '',
  }
  const found = await related(
    desk.projection.cases,
    desk.kinds,
    kind,
    withPatch(kind, before ?? blank(kind, id, who.scope, event.at), patch),
    who.scope,
  )
  const sets = Object.keys(kind.record.workflow.steps[act]?.sets ?? {})
  const problems = decideGroup(desk.kinds, [{ event, before, scope: { ...who.scope, related: found } }])[0]!
  return problems.filter(
    p =>
      p.code !== 'group' &&
      p.code !== 'number' &&
      !(p.field && sets.includes(p.field) && (p.code === 'locked' || p.code === 'required')),
  )
}

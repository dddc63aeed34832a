import { may } from '../../../shared-types/src/engine/access.ts'
import type { Scope } from '../../../shared-types/src/engine/evaluate.ts'
import { kindOf } from '../../../shared-types/src/engine/kinds.ts'
import { titleOf } from '../../../shared-types/src/engine/title.ts'
import { label } from '../../../shared-types/src/engine/words.ts'
import type { Case } from '../../../shared-types/src/model/case.ts'
import type { Kind } from '../../../shared-types/src/model/domain.ts'
import { CENTRE, type User } from '../../../shared-types/src/model/person.ts'
import { scopeFor } from './act.ts'
import { CallRefusal } from './call-refusal.ts'
import type { Client } from './core.ts'
import type { Desk } from './desk.ts'
import type { RowParts } from './rows.ts'
import type { Wording } from './wording.ts'
import { coreText } from './words.ts'

/** Who is asking, with which rights: what every call that shows or changes cases begins with. */
export interface Asking {
  user: User
  scope: Scope
  words: Wording
  rows: RowParts
}

/** @throws CallRefusal when nobody is signed in */
export function asking(desk: Desk, client: Client): Asking {
  const user = desk.session.user()
  if (!user) throw new CallRefusal('session', 'session.none')
  const scope = scopeFor(desk.parts, user)
  const words = wordingOf(desk, client)
  return { user, scope, words, rows: { scope, words, sending: id => desk.outgoing.sending(id) } }
}

function wordingOf(desk: Desk, client: Client): Wording {
  const { directory } = desk
  const named = (id: string) => (id === CENTRE ? coreText(client.language, 'centre.name') : id)
  return {
    language: client.language,
    zone: directory.deployment().zone,
    unitName: id => directory.unitName(id),
    personName: id => directory.person(id)?.name ?? named(id),
    stationName: id => directory.station(id)?.name ?? named(id),
  }
}

/**
 * The same wording, knowing the titles of the cases that these ones link to. Of one that is not there and of one that the
 * person may not read it says the same: what kind of record it is.
 */
export async function withLinks(desk: Desk, { words, scope }: Asking, cases: readonly Case[]): Promise<Wording> {
  const ids = new Map(
    cases.flatMap(c =>
      Object.entries(kindOf(desk.kinds, c.type).record.fields).flatMap(([name, field]): [string, Kind][] =>
        field.kind === 'link' && typeof c.data[name] === 'string' ? [[c.data[name], kindOf(desk.kinds, field.to)]] : [],
      ),
    ),
  )
  const linked = ids.size ? await desk.projection.cases.get([...ids.keys()]) : new Map<string, Case>()
  return {
    ...words,
    linkTitle: id => {
      const c = linked.get(id)
      const kind = ids.get(id)
      if (!kind) return undefined
      const isShown = c && c.type === kind.type && may(kind, 'read', c, scope)
      return isShown ? titleOf(kind, c, words.language) : label(kind, words.language).record
    },
  }
}

/** The record type of a name that the screen sent. */
export function kindAsked(desk: Desk, type: string): Kind {
  const kind = desk.kinds.get(type)
  if (!kind) throw new CallRefusal('not-found', 'case.missing')
  return kind
}

/** A record type that the person's role may read at all. */
export function readableKind(desk: Desk, { user, words }: Asking, type: string): Kind {
  const kind = kindAsked(desk, type)
  if (!kind.record.access[user.role]?.read)
    throw new CallRefusal('forbidden', 'type.forbidden', { label: label(kind, words.language).record })
  return kind
}

/** One case that the person may read. A case outside their rights answers like one that is not there. */
export async function caseAsked(desk: Desk, { scope }: Asking, id: string): Promise<Case> {
  const c = (await desk.projection.cases.get([id])).get(id)
  if (!c || !may(kindOf(desk.kinds, c.type), 'read', c, scope)) throw new CallRefusal('not-found', 'case.missing')
  return c
}

import { may } from '../../../../shared-types/src/engine/access.ts'
import { entitlements } from '../../../../shared-types/src/engine/entitlement.ts'
import { isEmpty, read } from '../../../../shared-types/src/engine/evaluate.ts'
import { typeFrom } from '../../../../shared-types/src/engine/kinds.ts'
import { normaliseValue } from '../../../../shared-types/src/engine/normalise-value.ts'
import { blank } from '../../../../shared-types/src/engine/screen.ts'
import { validateValue } from '../../../../shared-types/src/engine/validate-value.ts'
import { label } from '../../../../shared-types/src/engine/words.ts'
import type { Case } from '../../../../shared-types/src/model/case.ts'
import type { Kind, Desk as Place } from '../../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../../shared-types/src/model/field.ts'
import { related } from '../../../../shared-types/src/store/related.ts'
import type { IntakeAnswer } from '../../api/intake.ts'
import { type Asking, asking, readableKind, withLinks } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import { numberPatch } from '../card-fields.ts'
import type { Desk } from '../desk.ts'
import { noteLook } from '../personal-look.ts'
import { readableRows } from '../rows.ts'
import { standingsOf } from '../standings.ts'
import { wordProblem } from '../wording.ts'
import { shown } from './drafts.ts'
import type { Handlers } from './handlers.ts'

type Intake = Extract<Place, { kind: 'intake' }>
/** What each lookup of the record type finds of the person. */
type Found = Readonly<Record<string, readonly Case[]>>

/** The beginning of an application: who the person is, how they stand, and what of the form is known already. */
export function intakeCalls(desk: Desk): Pick<Handlers, 'intake.look' | 'card.read'> {
  return {
    'intake.look': async ({ domain, desk: name, number, fromCard }, client) => {
      const who = asking(desk, client)
      const found = desk.domains.find(d => d.name === domain)
      const place = found?.desks[name]
      if (!found || place?.kind !== 'intake' || !place.by.includes(who.user.role))
        throw new CallRefusal('not-found', 'case.missing')
      return look(desk, who, readableKind(desk, who, typeFrom(found, place.record)), place, number, fromCard)
    },
    'card.read': async ({ type }, client) => {
      const who = asking(desk, client)
      return desk.devices.cardFor(readableKind(desk, who, type))
    },
  }
}

async function look(
  desk: Desk,
  who: Asking,
  kind: Kind,
  place: Intake,
  typed: string,
  fromCard: boolean,
): Promise<IntakeAnswer> {
  const field = kind.record.fields[place.person]!
  const number = String(normaliseValue(field, typed.trim()))
  const [wrong] = validateValue(kind, place.person, field, number, who.scope.today)
  if (wrong)
    return { number, problem: wordProblem(wrong, kind, who.words), history: [], patch: { [place.person]: number } }

  const c: Case = { ...blank(kind, '', who.scope, desk.clock.now()), data: { [place.person]: number } }
  const found = await related(desk.projection.cases, desk.kinds, kind, c, who.scope)
  await noteLook(desk, who, found)
  const standing = standingAt(desk, who, kind, place, c, found)
  const draft = (await desk.drafts.of(who.user.id, kind.type)).find(d => d.patch[place.person] === number)
  return {
    number,
    ...(standing && { standing }),
    history: await history(desk, who, kind, place, found),
    patch: {
      ...numberPatch(kind, number, who.scope.today),
      ...known(desk, who, kind, found),
      ...(fromCard && cardOf(desk, kind, number)),
      [place.person]: number,
    },
    ...(draft && { draft: shown(desk, who, draft) }),
  }
}

/** How the person stands with the entitlement that this desk asks for. */
function standingAt(
  desk: Desk,
  who: Asking,
  kind: Kind,
  { entitlement }: Intake,
  c: Case,
  found: Found,
): IntakeAnswer['standing'] {
  if (!entitlement) return undefined
  const scope = { ...who.scope, related: found }
  const entitled = entitlements(kind, scope)
  return standingsOf(desk.kinds, kind, c, { ...scope, entitled }, who.words.language, entitlement)[0]
}

/** What the card on the reader says, when it is this person's. */
function cardOf(desk: Desk, kind: Kind, number: string): Data {
  const card = desk.devices.cardFor(kind)
  return card?.number === number ? card.patch : {}
}

async function history(
  desk: Desk,
  who: Asking,
  kind: Kind,
  place: Intake,
  found: Found,
): Promise<IntakeAnswer['history']> {
  const words = label(kind, who.words.language)
  const linked = await withLinks(desk, who, Object.values(found).flat())
  return place.history.map(lookup => ({
    lookup,
    label: words.lookup(lookup),
    rows: readableRows(desk.kinds, found[lookup] ?? [], { ...who.rows, words: linked }),
  }))
}

/** What other records say of the person: under the card's own field names, and what the fields ask to be filled with. */
function known(desk: Desk, who: Asking, kind: Kind, found: Found): Data {
  const readable = (c: Case) => may(desk.kinds.get(c.type)!, 'read', c, who.scope)
  const newest = (cases: readonly Case[] = []) =>
    cases.filter(readable).sort((a, b) => (a.updatedAt < b.updatedAt ? -1 : 1))
  const patch: Record<string, Data[string]> = {}
  const personal = Object.values(kind.record.card ?? {})
  for (const c of newest(Object.values(found).flat())) {
    for (const name of personal) if (name && c.data[name] !== undefined) patch[name] = c.data[name]
  }
  for (const [name, field] of Object.entries(kind.record.fields)) {
    const from = field.prefill && newest(found[field.prefill.lookup]).at(-1)
    const value = from && read(from, field.prefill!.field)
    if (!isEmpty(value)) patch[name] = value
  }
  return patch
}

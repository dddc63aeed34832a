import { kindOf } from '../../../../shared-types/src/engine/kinds.ts'
import { blank } from '../../../../shared-types/src/engine/screen.ts'
import { label } from '../../../../shared-types/src/engine/words.ts'
import type { Kind } from '../../../../shared-types/src/model/domain.ts'
import type { Data } from '../../../../shared-types/src/model/field.ts'
import type { CitizenView } from '../../api/citizen.ts'
import { type Asking, asking, caseAsked, readableKind } from '../asking.ts'
import { CallRefusal } from '../call-refusal.ts'
import { foundWrong, rated, signed } from '../citizen-answer.ts'
import { toConfirm } from '../citizen-lines.ts'
import { askRating, isRated, mayRate } from '../citizen-rating.ts'
import { citizenScreen } from '../citizen-screen.ts'
import { type Sealed, sealHolds } from '../citizen-seal.ts'
import type { Desk } from '../desk.ts'
import { previewed, withPatch } from '../previewed.ts'
import { caseCalls } from './cases.ts'
import type { Handlers } from './handlers.ts'

type Own =
  | 'citizen.state'
  | 'citizen.open'
  | 'citizen.ask'
  | 'citizen.askRating'
  | 'citizen.takeBack'
  | 'citizen.screen'
  | 'citizen.answer'
  | 'citizen.rate'

/** The second screen: what the clerk puts on it, and what the citizen answers there. */
export function citizenCalls(desk: Desk): Pick<Handlers, Own> {
  const { citizen } = desk
  const { 'cases.preview': preview } = caseCalls(desk)
  return {
    async 'citizen.state'({ type, id, patch }, client) {
      const who = asking(desk, client)
      const kind = readableKind(desk, who, type)
      const sealed = await standing(desk, who, kind, id, patch)
      return {
        screens: citizen.screens(),
        mayOpen: client.secondScreen !== undefined,
        confirms: kind.record.confirm !== undefined,
        wrong: (citizen.wrong(id) ?? []).map(name => label(kind, client.language).field(name)),
        ...(await confirmState(desk, who, kind, sealed)),
        ...(await ratingState(desk, who, kind, id)),
      }
    },
    'citizen.open'(_, client) {
      asking(desk, client)
      if (!client.secondScreen) throw new CallRefusal('device', 'citizen.noScreen')
      citizen.speak(client.language)
      const url = client.secondScreen()
      return { ...(url !== undefined && { url }) }
    },
    async 'citizen.ask'({ type, id, patch }, client) {
      const who = asking(desk, client)
      const kind = readableKind(desk, who, type)
      demandScreen(desk)
      const { language } = client
      const view = await preview({ type, id, patch }, { language })
      const shown = toConfirm(kind, await standing(desk, who, kind, id, patch), view, language)
      await desk.citizenSigned.remove(id)
      citizen.confirm(who.user.id, shown)
    },
    async 'citizen.askRating'({ id }, client) {
      const who = asking(desk, client)
      const c = await caseAsked(desk, who, id)
      demandScreen(desk)
      if (!(await askRating(desk, who, kindOf(desk.kinds, c.type), id)))
        throw new CallRefusal('problems', 'citizen.notRated')
    },
    'citizen.takeBack'({ id }, client) {
      const { user } = asking(desk, client)
      const asked = citizen.asked()
      if (asked?.by === user.id && caseOf(asked) === id) citizen.end(id)
    },
    'citizen.screen'(_, client) {
      const screen = citizenScreen(desk)
      // What is refused there is worded as what stands there.
      client.language = screen.language
      return screen
    },
    async 'citizen.answer'({ ask, answer }, client) {
      if ('wrong' in answer) return foundWrong(desk, ask, answer.wrong)
      return signed(desk, ask, answer.signature, asking(desk, client).words)
    },
    'citizen.rate': ({ ask, level, reason }) => rated(desk, ask, level, reason),
  }
}

function demandScreen({ citizen }: Desk): void {
  if (!citizen.screens()) throw new CallRefusal('device', 'citizen.noScreen')
}

/** The case as it stands in the form. @throws CallRefusal for one that the person may not read */
async function standing(desk: Desk, who: Asking, kind: Kind, id: string, patch: Data): Promise<Sealed> {
  const before = await previewed(desk, who, kind, id)
  return withPatch(kind, before ?? blank(kind, id, who.scope, desk.clock.now()), patch)
}

type Confirmed = Pick<CitizenView, 'confirm' | 'signature'>

async function confirmState(desk: Desk, { user, words }: Asking, kind: Kind, c: Sealed): Promise<Confirmed> {
  const { citizen } = desk
  const asked = citizen.asked()
  if (asked?.what === 'confirm' && caseOf(asked) === c.id)
    return { confirm: asked.late ? 'late' : asked.seen ? 'shown' : 'asked' }
  if (citizen.wrong(c.id)) return { confirm: 'wrong' }
  const given = await desk.citizenSigned.get(c.id)
  const field = kind.record.confirm?.signature
  if (!given || field === undefined || given.by !== user.id) return {}
  const inForm = c.data[field]
  // Another signature was put in its place.
  if (Array.isArray(inForm) && inForm.length && inForm[0] !== given.file) return {}
  const data = { ...c.data, [field]: [given.file] }
  const holds = sealHolds(kind, { id: c.id, data }, given.seal, words)
  return { confirm: holds ? 'signed' : 'stale', signature: { field, file: given.file } }
}

async function ratingState(desk: Desk, who: Asking, kind: Kind, id: string): Promise<Pick<CitizenView, 'rating'>> {
  const asked = desk.citizen.asked()
  if (asked?.what === 'rate' && asked.caseId === id) return { rating: 'asked' }
  if (!mayRate(desk, who, kind)) return {}
  return { rating: (await isRated(desk, id)) ? 'rated' : 'may' }
}

const caseOf = (asked: NonNullable<ReturnType<Desk['citizen']['asked']>>): string =>
  asked.what === 'confirm' ? asked.sealed.id : asked.caseId

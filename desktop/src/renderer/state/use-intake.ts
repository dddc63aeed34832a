import { useCallback, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { maskPersonId } from '../../../../shared-types/src/engine/person-id.ts'
import type { Data } from '../../../../shared-types/src/model/field.ts'
import type { ActAnswer, CaseView } from '../../api/cases.ts'
import type { CardSummary, Draft, IntakeAnswer } from '../../api/intake.ts'
import type { ApiFailure } from '../../api.ts'
import { toFailure } from '../failure.ts'
import { type Ask, useAsk } from './client-context.ts'
import { useCard } from './use-card.ts'

/** A form that is open at the desk, and where its values came from. */
export interface Opened {
  view: CaseView
  patch: Data
  /** When the draft was kept that was taken up again. */
  resumed?: string
}

export interface IntakeState {
  /** The record type that is begun here. */
  type: string
  number: string
  setNumber(number: string): void
  person: IntakeAnswer | undefined
  /** The card whose person is at the desk. */
  card: CardSummary | undefined
  /** Another card was laid on the reader while a form is open. */
  other: CardSummary | undefined
  fault: string | undefined
  opened: Opened | undefined
  /** What the act brought: the desk is free for the next person. */
  result: ActAnswer | undefined
  busy: boolean
  failure: ApiFailure | undefined
  look(): void
  readCard(): void
  resume(draft: Draft): void
  /** Drops the draft that was taken up and begins with an empty form. */
  restart(): void
  finish(result: ActAnswer): void
  clear(): void
}

interface IntakePlace {
  domain: string
  desk: string
  type: string
  step: string
}

interface Filled {
  number: string
  person?: IntakeAnswer
  card?: CardSummary
  opened?: Opened
  result?: ActAnswer
}

/** The course of one person at an intake desk: looked up by card or number, then a form or an unfinished draft. */
export function useIntake(place: IntakePlace): IntakeState {
  const { t } = useTranslation()
  const ask = useAsk()
  const [filled, setFilled] = useState<Filled>({ number: '' })
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<ApiFailure>()
  const turn = useRef(0)

  const run = useCallback((thing: () => Promise<Filled>) => {
    const mine = ++turn.current
    setBusy(true)
    setFailure(undefined)
    thing()
      .then(
        next => mine === turn.current && setFilled(next),
        thrown => mine === turn.current && setFailure(toFailure(thrown, '')),
      )
      .finally(() => mine === turn.current && setBusy(false))
  }, [])
  const readCard = () =>
    run(async () => {
      const card = await ask('card.read', { type: place.type })
      if (!card) throw { code: 'device', text: t('intake.noCard') } satisfies ApiFailure
      return lookUp(ask, place, card.number, card)
    })
  const serving = filled.opened && !filled.result
  const { card: onReader, fault } = useCard(() => !serving && readCard())
  // The notice of a card has its number covered.
  const served = filled.person && maskPersonId(filled.person.number)
  const other = serving && onReader && onReader.number !== served ? onReader : undefined

  return {
    ...filled,
    type: place.type,
    person: filled.person,
    card: filled.card,
    opened: filled.opened,
    result: filled.result,
    finish: result => setFilled(now => ({ ...now, result })),
    setNumber: number => setFilled({ number }),
    other,
    fault,
    busy,
    failure,
    look: () => filled.number.trim() && run(() => lookUp(ask, place, filled.number.trim())),
    readCard,
    resume: draft => run(async () => ({ number: '', opened: await openDraft(ask, place, draft) })),
    restart: () =>
      run(async () => {
        if (filled.opened) await ask('drafts.drop', { id: filled.opened.view.id })
        return lookUp(ask, place, filled.number || filled.person?.number || '', filled.card)
      }),
    clear: () => {
      turn.current++
      setBusy(false)
      setFailure(undefined)
      setFilled({ number: '' })
    },
  }
}

async function lookUp(ask: Ask, place: IntakePlace, number: string, card?: CardSummary): Promise<Filled> {
  const { domain, desk, type } = place
  const person = await ask('intake.look', { domain, desk, number, fromCard: card !== undefined })
  const known = { number, person, ...(card && { card }) }
  if (person.problem) return known
  if (person.draft) return { ...known, opened: await openDraft(ask, place, person.draft) }
  return { ...known, opened: { view: await ask('cases.blank', { type, patch: person.patch }), patch: person.patch } }
}

async function openDraft(ask: Ask, { type, step }: IntakePlace, draft: Draft): Promise<Opened> {
  const view = await ask('cases.preview', { type, id: draft.id, patch: draft.patch, act: step })
  return { view, patch: draft.patch, resumed: draft.savedAt }
}

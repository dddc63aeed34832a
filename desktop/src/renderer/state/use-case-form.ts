import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { AnyValue, Data } from '../../../../shared-types/src/model/field.ts'
import type { CaseView, ViewCell } from '../../api/cases.ts'
import type { ApiFailure } from '../../api.ts'
import { toFailure } from '../failure.ts'
import { useAsk } from './client-context.ts'
import { type Reading, readProblems } from './form-problems.ts'
import { makePump } from './pump.ts'
import { useSessionState } from './session.tsx'

export interface CaseForm extends Reading {
  view: CaseView
  patch: Data
  change(field: string, value: AnyValue | null): void
  /** Several fields at once, as a card gives them. */
  fill(values: Data): void
  valueOf(cell: Pick<ViewCell, 'name' | 'value'>): AnyValue | undefined
  /** Which field has the focus: what is wrong there is said when the person leaves it. */
  setActive(field: string | undefined): void
  /** From now on missing fields are marked too. */
  showAll(): void
  /** Something was entered by a person or a card since the form opened. */
  touched: boolean
  /** When the draft was last kept; undefined while something typed is not. */
  savedAt: string | undefined
  failure: ApiFailure | undefined
  /** Answers when the form stands as it should after the last change: fields may have appeared. */
  judged(): Promise<void>
  /** Ends typing before an act: nothing is saved behind it. */
  stop(): Promise<void>
  /** Takes typing up again after an act was refused. */
  resume(): void
}

/** How long typing may go on before it is kept, and before the form is judged anew, ms. */
const SAVE_AFTER = 500
const JUDGE_AFTER = 180

interface Start {
  view: CaseView
  /** What was typed before, or is filled in by card or history. */
  patch: Data
  /** What the person is about to do with it: an act decides what is required. */
  act: string
}

/**
 * A form over a case: what is typed stands at once, is kept as a draft, and is judged by the core, which answers with the
 * form as it now stands. Values that the core offers for empty fields of a new case are filled in unless the person
 * emptied the field.
 */
export function useCaseForm({ view: first, patch: given, act }: Start): CaseForm {
  const ask = useAsk()
  const [view, setView] = useState(first)
  const [patch, setPatch] = useState<Data>(() => withOffers(first, given))
  const [savedAt, setSavedAt] = useState<string>()
  const [failure, setFailure] = useState<ApiFailure>()
  const [active, setActive] = useState<string>()
  const [all, showAll] = useState(false)
  const [touched, setTouched] = useState(false)
  const newest = useRef(patch)
  const { id, type } = first

  const pumps = useFormPumps({ ask, id, type, act, newest, setView, setPatch, setSavedAt, setFailure })

  const typing = useTyping(pumps, values => {
    newest.current = { ...newest.current, ...values }
    setPatch(newest.current)
    setTouched(true)
    setSavedAt(undefined)
  })
  const readValue = useCallback(
    ({ name, value }: Pick<ViewCell, 'name' | 'value'>) =>
      Object.hasOwn(patch, name) ? (patch[name] ?? undefined) : value,
    [patch],
  )
  const reading = useMemo(() => readProblems({ view, act, patch, active, all }), [view, act, patch, active, all])
  const seen = { view, patch, valueOf: readValue, touched, savedAt, failure }
  return { ...reading, ...typing, ...seen, setActive, showAll: () => showAll(true) }
}

/** What a person does to a form; the same functions for the form's life, so that its fields are drawn only when they change. */
function useTyping(pumps: ReturnType<typeof formPumps>, take: (values: Data) => void) {
  const newest = useRef(take)
  useEffect(() => {
    newest.current = take
  })
  return useMemo(() => {
    const resume = () => {
      pumps.save.poke()
      pumps.judge.poke()
    }
    const fill = (values: Data) => {
      newest.current(values)
      resume()
    }
    return {
      fill,
      change: (field: string, value: AnyValue | null) => fill({ [field]: value }),
      judged: () => pumps.judge.flush(),
      stop: async () => {
        await Promise.all([pumps.save.stop(), pumps.judge.stop()])
      },
      resume,
    }
  }, [pumps])
}

interface Pumped {
  ask: ReturnType<typeof useAsk>
  id: string
  type: string
  act: string
  newest: { current: Data }
  setView(view: CaseView): void
  setPatch(patch: Data): void
  setSavedAt(at: string): void
  setFailure(failure: ApiFailure | undefined): void
}

/** The form's pumps as long as it stands: what was typed is kept when it goes, and judged anew in another language. */
function useFormPumps(parts: Pumped) {
  const { ask, id, type, act } = parts
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rest of the parts stays the same for a form
  const pumps = useMemo(() => formPumps(parts), [ask, id, type, act])
  useEffect(() => {
    return () => {
      void pumps.judge.stop()
      void pumps.save.flush()
    }
  }, [pumps])
  const { language } = useSessionState()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the core words the form in the language of now
  useEffect(() => pumps.judge.poke(), [language, pumps])
  return pumps
}

/** What follows typing: the draft is kept, and the core judges the form and fills in what it offers. */
function formPumps({ ask, id, type, act, newest, setView, setPatch, setSavedAt, setFailure }: Pumped) {
  const fail = (thrown: unknown) => setFailure(toFailure(thrown, ''))
  const judge = async () => {
    const asked = newest.current
    const next = await ask('cases.preview', { type, id, patch: asked, act })
    if (asked !== newest.current) return
    setView(next)
    const offered = withOffers(next, asked)
    if (offered === asked) return
    newest.current = offered
    setPatch(offered)
    pumps.judge.poke()
  }
  const save = async () => {
    const kept = newest.current
    const { savedAt } = await ask('drafts.save', { id, type, patch: kept })
    setFailure(undefined)
    if (kept === newest.current) setSavedAt(savedAt)
  }
  const pumps = {
    judge: makePump(() => judge().catch(fail), JUDGE_AFTER),
    save: makePump(() => save().catch(fail), SAVE_AFTER),
  }
  return pumps
}

function withOffers(view: CaseView, patch: Data): Data {
  if (view.version > 0) return patch
  const offered = view.sections
    .flatMap(section => section.cells)
    .filter(cell => cell.offer !== undefined && cell.editable && !Object.hasOwn(patch, cell.name))
  if (offered.length === 0) return patch
  return { ...patch, ...Object.fromEntries(offered.map(cell => [cell.name, cell.offer!])) }
}

import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import type { Desk } from '../../../../shared-types/src/model/domain.ts'
import { FailureNote } from '../parts/failure-note.tsx'
import { IntakeForm } from '../parts/intake-form.tsx'
import { IntakePerson } from '../parts/intake-person.tsx'
import { IntakeResult } from '../parts/intake-result.tsx'
import { IntakeWaiting } from '../parts/intake-waiting.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useAsk } from '../state/client-context.ts'
import { type IntakeState, useIntake } from '../state/use-intake.ts'

export interface IntakeProps {
  domain: string
  name: string
  desk: Extract<Desk, { kind: 'intake' }>
}

/** 受理: from a person's card or number to the accepted case, by keyboard alone. */
export function IntakeScreen({ domain, name, desk }: IntakeProps) {
  const type = `${domain}.${desk.record}`
  const intake = useIntake({ domain, desk: name, type, step: desk.step })
  useDraftOfAddress(type, intake.resume)
  useCardOfAddress(intake.readCard)
  return (
    <div className="intake">
      <aside className="intake-side">
        <IntakePerson intake={intake} />
      </aside>
      <div className="intake-main">
        <IntakeBody intake={intake} type={type} step={desk.step} />
      </div>
    </div>
  )
}

function IntakeBody({ intake, type, step }: { intake: IntakeState; type: string; step: string }) {
  const { t } = useTranslation()
  const { opened, result } = intake
  if (intake.busy) return <Waiting page text={t('wait.looking')} />
  if (intake.failure) return <FailureNote failure={intake.failure} />
  if (!opened) return <IntakeWaiting type={type} resume={intake.resume} />
  if (result) return <IntakeResult type={type} step={step} answer={result} next={intake.clear} />
  return (
    <IntakeForm
      key={opened.view.id}
      opened={opened}
      step={step}
      done={intake.finish}
      clear={intake.clear}
      restart={intake.restart}
    />
  )
}

/** Takes up the draft that the address names, as the work list does. */
function useDraftOfAddress(type: string, resume: IntakeState['resume']): void {
  const ask = useAsk()
  const [search, setSearch] = useSearchParams()
  const wanted = search.get('draft')
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each address
  useEffect(() => {
    if (!wanted) return
    setSearch({}, { replace: true })
    void ask('drafts.list', { type }).then(drafts => {
      const draft = drafts.find(({ id }) => id === wanted)
      if (draft) resume(draft)
    })
  }, [wanted])
}

/** Reads the card that was laid down at the work list, which led here. */
function useCardOfAddress(readCard: IntakeState['readCard']): void {
  const [search, setSearch] = useSearchParams()
  const wanted = search.has('card')
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each arrival
  useEffect(() => {
    if (!wanted) return
    setSearch({}, { replace: true })
    readCard()
  }, [wanted])
}

import { Alert, Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ActAnswer } from '../../api/cases.ts'
import { useAsk } from '../state/client-context.ts'
import { useHouse } from '../state/house.tsx'
import { useAct } from '../state/use-act.ts'
import { type CaseForm, useCaseForm } from '../state/use-case-form.ts'
import type { Opened } from '../state/use-intake.ts'
import { AskedPapers } from './asked-papers.tsx'
import { CaseFields, focusFirstMissing } from './case-fields.tsx'
import { CitizenConfirm } from './citizen-confirm.tsx'
import { Clock } from './clock.tsx'
import { FailureNote } from './failure-note.tsx'
import { FormBar } from './form-bar.tsx'
import { KeyButton } from './key-button.tsx'
import { Waiting } from './waiting.tsx'

interface IntakeFormProps {
  opened: Opened
  step: string
  done(answer: ActAnswer): void
  clear(): void
  restart(): void
}

/** The form of a new case at the intake desk, up to its acceptance. */
export function IntakeForm({ opened, step, done, clear, restart }: IntakeFormProps) {
  const { t } = useTranslation()
  const area = useRef<HTMLDivElement>(null)
  const form = useCaseForm({ view: opened.view, patch: opened.patch, act: step })
  const { accept, busy, failure, refused } = useAcceptance(form, step, area, done)
  const labels = useHouse().labels(opened.view.type)
  const asked = form.view.steps.find(s => s.name === step)?.asked ?? []

  useFirstFocus(area, form)
  return (
    <div className="form-frame">
      {opened.resumed && <ResumedNote at={opened.resumed} restart={restart} />}
      <CaseFields form={form} asked={asked} askedTitle={labels.step(step)} area={area} />
      <AskedPapers form={form} />
      <FormBar form={form} area={area}>
        {busy && <Waiting text={t('wait.doing')} />}
        {failure && <FailureNote failure={failure} inline />}
        {refused.map(text => (
          <span key={text} className="tone-bad">
            {text}
          </span>
        ))}
        <CitizenConfirm form={form} />
        <KeyButton hotkey="Escape" disabled={busy} onClick={clear}>
          {t('intake.next')}
        </KeyButton>
        <KeyButton type="primary" hotkey="F9" data-submit loading={busy} onClick={() => void accept()}>
          {labels.step(step)}
        </KeyButton>
      </FormBar>
    </div>
  )
}

/** A draft of this person was taken up again. */
function ResumedNote({ at, restart }: { at: string; restart(): void }) {
  const { t } = useTranslation()
  return (
    <Alert
      type="info"
      showIcon
      action={
        <Button size="small" onClick={restart}>
          {t('intake.restart')}
        </Button>
      }
      title={
        <>
          {t('intake.resumed')} <Clock at={at} />
        </>
      }
    />
  )
}

/**
 * The focus goes to the first field that needs something, once the core has judged the filled form: before that, fields
 * stand there that what was filled in takes away again, and the focus would go with them.
 */
function useFirstFocus(area: React.RefObject<HTMLDivElement | null>, form: CaseForm): void {
  const [judged, setJudged] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first judgement of this form
  useEffect(() => {
    void form.judged().finally(() => setJudged(true))
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, with the form as it was judged
  useEffect(() => {
    if (judged && !area.current?.contains(document.activeElement)) focusFirstMissing(area.current, form)
  }, [judged])
}

function useAcceptance(
  form: CaseForm,
  step: string,
  area: React.RefObject<HTMLDivElement | null>,
  done: (answer: ActAnswer) => void,
) {
  const ask = useAsk()
  const doing = useAct()
  const [refused, setRefused] = useState<string[]>([])
  const { id, type } = form.view
  const accept = async () => {
    form.showAll()
    setRefused([])
    await form.stop()
    const answer = await doing.run(() => ask('cases.act', { type, id, act: step, patch: form.patch, draft: id }))
    if (answer && answer.problems.length === 0) return done(answer)
    form.resume()
    const fields = new Set([...form.missing, ...form.wrong].map(({ name }) => name))
    const elsewhere = (answer?.problems ?? []).filter(p => !p.field || !fields.has(p.field))
    const shown = new Set(form.general.map(p => p.text))
    setRefused(elsewhere.map(p => p.text).filter(text => !shown.has(text)))
    focusFirstMissing(area.current, form)
  }
  return { accept, refused, busy: doing.busy, failure: doing.failure }
}

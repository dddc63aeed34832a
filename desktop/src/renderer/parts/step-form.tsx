import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Data } from '../../../../shared-types/src/model/field.ts'
import type { ActAnswer, CaseView } from '../../api/cases.ts'
import { useAsk } from '../state/client-context.ts'
import { focusField } from '../state/form-keys.ts'
import { useHouse } from '../state/house.tsx'
import { useAct } from '../state/use-act.ts'
import { type CaseForm, useCaseForm } from '../state/use-case-form.ts'
import { AskedFields } from './asked-fields.tsx'
import { FailureNote } from './failure-note.tsx'
import { type Identity, IdentityCheck } from './identity-check.tsx'
import { KeyButton } from './key-button.tsx'
import { Waiting } from './waiting.tsx'

interface StepFormProps {
  view: CaseView
  step: string
  draft: Data
  close(): void
  done(answer: ActAnswer): void
}

/** What a step asks for, and the button that makes it. Steps against the holder's wish are asked twice. */
export function StepForm({ view, step: name, draft, close, done }: StepFormProps) {
  const { t } = useTranslation()
  const area = useRef<HTMLDivElement>(null)
  const form = useCaseForm({ view, patch: draft, act: name })
  const step = form.view.steps.find(s => s.name === name) ?? view.steps.find(s => s.name === name)!
  const [identity, setIdentity] = useState<Identity>()
  const [sure, setSure] = useState(false)
  const { act, busy, failure, refused } = useStepAct(form, name, done)
  const label = useHouse().labels(view.type).step(name)

  useEffect(() => {
    focusField(area.current)
    if (!area.current?.querySelector('[data-field]')) area.current?.querySelector<HTMLElement>('[data-submit]')?.focus()
  }, [])
  const press = () => {
    if (step.danger && !sure) return setSure(true)
    void act(identity)
  }
  return (
    <div className="step-form" ref={area}>
      {step.asked.length > 0 && <AskedFields form={form} cells={step.asked} area={area} />}
      {step.identity && <IdentityCheck value={identity} change={setIdentity} problems={refused} />}
      {[...step.refusals, ...refused.filter(p => p.code !== 'identity' && !isAsked(step, p.field))].map(problem => (
        <p key={problem.text} className="step-problem" role="alert">
          {problem.text}
        </p>
      ))}
      {failure && <FailureNote failure={failure} inline />}
      {busy && <Waiting text={t(step.prints ? 'wait.printing' : step.stamps ? 'wait.stamping' : 'wait.doing')} />}
      <StepButtons
        step={step}
        label={label}
        sure={sure}
        busy={busy}
        ready={!step.identity || identity !== undefined}
        press={press}
        close={close}
      />
    </div>
  )
}

interface StepButtonsProps {
  step: CaseView['steps'][number]
  label: string
  /** A dangerous step was pressed once. */
  sure: boolean
  busy: boolean
  ready: boolean
  press(): void
  close(): void
}

function StepButtons({ step, label, sure, busy, ready, press, close }: StepButtonsProps) {
  const { t } = useTranslation()
  const again = step.danger && sure
  return (
    <div className="step-form-buttons">
      <KeyButton
        type="primary"
        danger={step.danger}
        hotkey="F9"
        data-submit
        loading={busy}
        disabled={!ready || step.refusals.length > 0}
        onClick={press}
      >
        {again ? t('steps.sure', { step: label }) : t('steps.confirm', { step: label })}
      </KeyButton>
      <KeyButton hotkey="Escape" onClick={close} disabled={busy}>
        {t('steps.back')}
      </KeyButton>
      {step.prints && (
        <span className="faint">{t(step.prints.device ? 'steps.prints' : 'steps.printsNowhere', step.prints)}</span>
      )}
      {again && <span className="tone-bad">{t('steps.again')}</span>}
    </div>
  )
}

const isAsked = (step: CaseView['steps'][number], field: string | undefined): boolean =>
  field !== undefined && step.asks.includes(field)

function useStepAct(form: CaseForm, step: string, done: (answer: ActAnswer) => void) {
  const ask = useAsk()
  const doing = useAct()
  const [refused, setRefused] = useState<ActAnswer['problems']>([])
  const { id, type } = form.view
  const act = async (identity: Identity) => {
    form.showAll()
    await form.stop()
    const asks = form.view.steps.find(s => s.name === step)?.asks ?? []
    const patch = Object.fromEntries(asks.filter(f => Object.hasOwn(form.patch, f)).map(f => [f, form.patch[f]!]))
    const answer = await doing.run(() =>
      ask('cases.act', { type, id, act: step, patch, draft: id, ...(identity && { identity }) }),
    )
    if (answer && answer.problems.length === 0) return done(answer)
    setRefused(answer?.problems ?? [])
    form.resume()
  }
  return { act, refused, busy: doing.busy, failure: doing.failure }
}

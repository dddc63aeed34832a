import { Tooltip } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Data } from '../../../../shared-types/src/model/field.ts'
import type { ActAnswer, CaseView } from '../../api/cases.ts'
import { useHouse } from '../state/house.tsx'
import { KeyButton } from './key-button.tsx'
import { StepForm } from './step-form.tsx'

interface StepsPanelProps {
  view: CaseView
  draft: Data
  /** The steps that this place is for come first; all others of the case follow. */
  first?: readonly string[]
  done(answer: ActAnswer, step: string): void
}

/** The steps of a case as buttons with digits; what a step asks for opens below them, in the page. */
export function StepsPanel({ view, draft, first = [], done }: StepsPanelProps) {
  const { t } = useTranslation()
  const labels = useHouse().labels(view.type)
  const [chosen, choose] = useState<string>()
  const steps = inOrder(view.steps, first)
  const step = steps.find(s => s.name === chosen)
  if (steps.length === 0) return null
  return (
    <div className="steps-panel">
      <div className="step-buttons">
        {steps.map(({ name, danger, refusals }, at) => (
          <Tooltip key={name} title={refusals.map(r => r.text).join(' ')}>
            <KeyButton
              type={at === 0 && !danger && first.length > 0 && (!step || name === chosen) ? 'primary' : 'default'}
              danger={danger}
              ghost={name === chosen && at === 0 && !danger}
              disabled={refusals.length > 0}
              aria-pressed={name === chosen}
              {...(at < 9 && { hotkey: String(at + 1) })}
              onClick={() => choose(name === chosen ? undefined : name)}
            >
              {labels.step(name)}
            </KeyButton>
          </Tooltip>
        ))}
      </div>
      {!step && <StepRefusals view={view} first={first} />}
      {step && (
        <StepForm
          key={step.name}
          view={view}
          step={step.name}
          draft={draft}
          close={() => choose(undefined)}
          done={answer => {
            choose(undefined)
            done(answer, step.name)
          }}
        />
      )}
      {steps.every(s => s.refusals.length > 0) && <p className="faint">{t('steps.none')}</p>}
    </div>
  )
}

/** Those of the place in its own order, then the others; what ends a case against the holder's wish comes last. */
function inOrder(steps: CaseView['steps'], first: readonly string[]): CaseView['steps'] {
  const rank = ({ name, danger }: CaseView['steps'][number]) =>
    (first.includes(name) ? first.indexOf(name) : first.length) + (danger ? 100 : 0)
  return steps.filter(step => belongs(step, first)).toSorted((a, b) => rank(a) - rank(b))
}

/** A step that cannot be made and is none of this place's is not worth a button. */
const belongs = ({ name, refusals }: CaseView['steps'][number], first: readonly string[]): boolean =>
  first.length === 0 || first.includes(name) || refusals.length === 0

/** Why steps of this place cannot be made now. */
function StepRefusals({ view, first }: { view: CaseView; first: readonly string[] }) {
  const labels = useHouse().labels(view.type)
  const refused = view.steps.filter(s => s.refusals.length > 0 && (first.length === 0 || first.includes(s.name)))
  if (refused.length === 0) return null
  return (
    <ul className="step-refusals">
      {refused.map(({ name, refusals }) => (
        <li key={name}>
          <b>{labels.step(name)}</b> {refusals.map(r => r.text).join(' ')}
        </li>
      ))}
    </ul>
  )
}

import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { ActAnswer } from '../../api/cases.ts'
import { useCall } from '../state/use-call.ts'
import { ActResult } from './act-result.tsx'
import { KeyButton } from './key-button.tsx'
import { PrintSettle } from './print-settle.tsx'

interface IntakeResultProps {
  type: string
  step: string
  answer: ActAnswer
  next(): void
}

/** What acceptance brought: numbers to read out, the state of the print, and the key for the next person. */
export function IntakeResult({ type, step, answer, next }: IntakeResultProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const area = useRef<HTMLDivElement>(null)
  const prints =
    useCall('print.open', {}, notice => notice.topic === 'cases' || notice.topic === 'progress').answer ?? []
  useEffect(() => {
    area.current?.querySelector<HTMLElement>('[data-submit]')?.focus()
  }, [])
  return (
    <div className="intake-result" ref={area}>
      <ActResult type={type} step={step} answer={answer} />
      {prints
        .filter(print => print.id === answer.id)
        .map(print => (
          <PrintSettle key={print.at} print={print} />
        ))}
      <div className="step-buttons">
        <KeyButton type="primary" size="large" hotkey="Escape" data-submit onClick={next}>
          {t('intake.nextPerson')}
        </KeyButton>
        <KeyButton size="large" hotkey="O" onClick={() => navigate(`/case/${answer.id}`)}>
          {t('intake.openCase')}
        </KeyButton>
      </div>
    </div>
  )
}

import { CheckCircleFilled, PrinterOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { ActAnswer } from '../../api.ts'
import { useHouse } from '../state/house.tsx'

interface ActResultProps {
  type: string
  step: string
  answer: ActAnswer
}

const PRINT_TONES = { good: 'good', void: 'bad', nothing: 'bad', uncertain: 'wait', running: 'quiet' } as const

/** What an act did: the new state, the numbers that were drawn, and what became of the print. */
export function ActResult({ type, step, answer }: ActResultProps) {
  const { t } = useTranslation()
  const labels = useHouse().labels(type)
  const { print, drawn = [] } = answer
  return (
    <div className="act-result" role="status">
      <p className="act-done">
        <CheckCircleFilled className="tone-good" /> <b>{t('result.done', { step: labels.step(step) })}</b>
        {answer.title && <span>{answer.title}</span>}
        {answer.state && <span className="faint">{t('result.now', { state: labels.state(answer.state) })}</span>}
      </p>
      {drawn.map(({ label, number, provisional }) => (
        <p key={label} className="act-number">
          <span className="faint">{label}</span>
          <strong className="mono">{number}</strong>
          <span className={provisional ? 'tone-wait' : 'tone-good'}>
            {provisional ? t('result.provisional') : t('result.final')}
          </span>
        </p>
      ))}
      {print && (
        <p className={`act-print tone-${PRINT_TONES[print.ended]}`}>
          <PrinterOutlined /> {print.text || t(`print.ended.${print.ended}`)}
        </p>
      )}
    </div>
  )
}

import { CheckCircleFilled, ExclamationCircleFilled, PrinterOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { ActAnswer } from '../../api/cases.ts'
import { useHouse } from '../state/house.tsx'
import { useOpenCase } from '../state/use-open-case.ts'

interface ActResultProps {
  type: string
  step: string
  answer: ActAnswer
}

const PRINT_TONES = { good: 'good', void: 'bad', nothing: 'bad', uncertain: 'wait', running: 'quiet' } as const

const ICONS = {
  done: <CheckCircleFilled className="tone-good" />,
  unsure: <ExclamationCircleFilled className="tone-wait" />,
  undone: <ExclamationCircleFilled className="tone-bad" />,
}

/** What an act did: the new state, the numbers that were drawn, and what became of the print. */
export function ActResult({ type, step, answer }: ActResultProps) {
  const { t } = useTranslation()
  const house = useHouse()
  const labels = house.labels(type)
  const { print, drawn = [] } = answer
  // Where the print is the step, one that printed nothing was taken back.
  const { prints, counts } = house.kind(type).record.workflow.steps[step] ?? {}
  const undone = print?.ended === 'nothing' && !!prints?.outcome
  // Where a machine does it, nobody knows yet whether it did.
  const unsure = print?.ended === 'uncertain' && !!(prints?.outcome || counts)
  const how = undone ? 'undone' : unsure ? 'unsure' : 'done'
  return (
    <div className={`act-result ${how}`} role="status">
      <p className="act-done">
        {ICONS[how]} <b>{t(`result.${how}`, { step: labels.step(step) })}</b>
        {answer.title && <span>{answer.title}</span>}
        {answer.state && <span className="faint">{t('result.now', { state: labels.state(answer.state) })}</span>}
      </p>
      {drawn.map(({ label, number, provisional }) => (
        <p key={label} className="act-number">
          <span className="faint">{label}</span>
          <strong className="mono">{number}</strong>
          {provisional ? <Confirmation id={answer.id} /> : <span className="tone-good">{t('result.final')}</span>}
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

/** Whether the centre has agreed meanwhile to a number that was drawn here. */
function Confirmation({ id }: { id: string }) {
  const { t } = useTranslation()
  const sent = useOpenCase(id).answer?.sending === 'sent'
  return <span className={sent ? 'tone-good' : 'tone-wait'}>{sent ? t('result.final') : t('result.provisional')}</span>
}

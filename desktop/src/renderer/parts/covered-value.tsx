import { EyeOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ViewCell } from '../../api/cases.ts'
import type { AnswerOf } from '../../api.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { RevealForm } from './reveal-form.tsx'

interface CoveredValueProps {
  caseId: string
  cell: Pick<ViewCell, 'label' | 'name' | 'reveal' | 'text'>
  /** Takes the value over, as a form does; without it the value is shown here until the page is left. */
  take?(value: AnswerOf<'cases.reveal'>): void
}

/** A value with its middle covered; who may uncover it says what for. */
export function CoveredValue({ caseId, cell, take }: CoveredValueProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [asking, setAsking] = useState(false)
  const [open, setOpen] = useState<string>()
  if (open !== undefined) return <span className="cell-text mono">{open}</span>
  const reveal = async (asked: Parameters<Parameters<typeof RevealForm>[0]['go']>[0]) => {
    const answer = await run(() => ask('cases.reveal', { id: caseId, field: cell.name, ...asked }))
    if (!answer) return
    setAsking(false)
    if (take) take(answer)
    else setOpen(answer.text)
  }
  return (
    <span className="cell-text mono">
      {cell.text}
      {cell.reveal && !asking && (
        <Button
          type="link"
          size="small"
          icon={<EyeOutlined />}
          aria-label={t('purpose.reveal', { field: cell.label })}
          onClick={() => setAsking(true)}
        />
      )}
      {asking && <RevealForm label={t('purpose.show')} busy={busy} go={reveal} close={() => setAsking(false)} />}
      {failure && <span className="field-problem">{failure.text}</span>}
    </span>
  )
}

import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addDays, isDay } from '../../../../shared-types/src/engine/day.ts'
import { DayInput } from '../fields/date.tsx'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'

interface RehearsalAdoptProps {
  id: string
  today: string
  changed(): void
}

/** Switches on from a day what was rehearsed. */
export function RehearsalAdopt({ id, today, changed }: RehearsalAdoptProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [from, setFrom] = useState<string>(addDays(today, 1))
  const [reason, setReason] = useState('')
  const [version, setVersion] = useState<number>()
  const isReady = isDay(from) && reason.trim().length >= 2 && !busy
  const adopt = async () => {
    const made = await run(() => ask('rehearsals.adopt', { id, from, reason }))
    if (!made) return
    setVersion(made.version)
    changed()
  }
  if (version !== undefined) return <Alert type="success" showIcon title={t('rehearsal.adopted', { version })} />
  return (
    <>
      {failure && <FailureNote failure={failure} inline />}
      <div className="rule-line">
        <span>{t('ruleBook.from')}</span>
        <DayInput value={from} label={t('ruleBook.from')} change={day => setFrom(day ?? '')} />
        <Input
          aria-label={t('ruleBook.reason')}
          placeholder={t('ruleBook.reason')}
          maxLength={200}
          value={reason}
          onChange={event => setReason(event.target.value)}
          onPressEnter={() => isReady && void adopt()}
        />
        <Button type="primary" disabled={!isReady} loading={busy} onClick={() => void adopt()}>
          {t('rehearsal.adopt')}
        </Button>
      </div>
    </>
  )
}

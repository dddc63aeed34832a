import { Alert, Button, Progress } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { RehearsalView } from '../../api/rules.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { FailureNote } from './failure-note.tsx'
import { RehearsalAdopt } from './rehearsal-adopt.tsx'
import { RehearsalResult } from './rehearsal-result.tsx'
import { Waiting } from './waiting.tsx'

interface RehearsalLookProps {
  id: string
  today: string
  /** It runs no more. */
  ended(): void
  changed(): void
}

/** ms between two looks at one that runs. */
const EVERY = 700

/** One rehearsal: how far it is, then what it found, and switching it on. */
export function RehearsalLook({ id, today, ended, changed }: RehearsalLookProps) {
  const { t } = useTranslation()
  const { answer, failure, reload } = useCall('rehearsals.look', { id })
  const isRunning = answer?.state === 'running'
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(reload, EVERY)
    return () => {
      clearInterval(timer)
      ended()
    }
  }, [isRunning, reload, ended])
  if (failure && !answer) return <FailureNote failure={failure} again={reload} />
  if (!answer) return <Waiting />
  return (
    <section className="rehearsal-look" aria-live="polite">
      <h3>
        {t('rehearsal.result', {
          name: answer.ruleName,
          from: answer.from,
          to: answer.to,
          place: answer.unitName ?? t('ruleBook.everywhere'),
        })}
      </h3>
      {isRunning && <Running rehearsal={answer} reload={reload} />}
      {answer.state === 'failed' && <Failed rehearsal={answer} />}
      {answer.state === 'cancelled' && <p className="faint">{t('rehearsal.cancelled')}</p>}
      {answer.result && <RehearsalResult result={answer.result} />}
      {answer.state === 'done' && answer.parameters.length > 0 && (
        <RehearsalAdopt id={id} today={today} changed={changed} />
      )}
    </section>
  )
}

function Failed({ rehearsal: { failure } }: { rehearsal: RehearsalView }) {
  const { t } = useTranslation()
  const text = failure ? t('rehearsal.failedYear', { year: failure.year }) : t('rehearsal.failedHint')
  return <Alert type="error" showIcon title={text} />
}

function Running({ rehearsal, reload }: { rehearsal: RehearsalView; reload(): void }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy } = useAct()
  const { id, done, days } = rehearsal
  const stop = async () => {
    await run(() => ask('rehearsals.cancel', { id }))
    reload()
  }
  return (
    <div className="rule-line">
      <Progress percent={Math.round((done / days) * 100)} style={{ width: 320 }} />
      <span className="faint">{t('rehearsal.progress', { done, days })}</span>
      <Button size="small" disabled={busy} onClick={() => void stop()}>
        {t('rehearsal.stop')}
      </Button>
    </div>
  )
}

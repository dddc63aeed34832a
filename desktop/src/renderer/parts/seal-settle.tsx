import { ReloadOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OpenStamp } from '../../api/papers.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { Clock } from './clock.tsx'
import { FailureNote } from './failure-note.tsx'
import { KeyButton } from './key-button.tsx'

/** Stamps of which nobody knows whether they fell: those of one case, or all of this window. */
export function SealSettles({ id }: { id?: string }) {
  const open = useCall('seal.open', {}, notice => notice.topic === 'cases').answer ?? []
  return open
    .filter(stamp => id === undefined || stamp.id === id)
    .map(stamp => <SealSettle key={`${stamp.id} ${stamp.at}`} stamp={stamp} focus={id !== undefined} />)
}

/** The person compares the counter, looks at the paper and says whether the stamp fell. It is never repeated by itself. */
function SealSettle({ stamp, focus }: { stamp: OpenStamp; focus: boolean }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [note, setNote] = useState('')
  const [refused, setRefused] = useState<string[]>([])
  const { run, busy, failure } = useAct()
  const settle = async (outcome: 'done' | 'nothing') => {
    const answer = await run(() => ask('seal.settle', { id: stamp.id, outcome, note }))
    setRefused(answer?.problems.map(p => p.text) ?? [])
  }
  return (
    <div className="print-settle" role="alert">
      <p>
        <b>{stamp.title}</b> <Clock at={stamp.at} /> <span className="mono">{stamp.device}</span>
      </p>
      <p>{t('seal.ask')}</p>
      <CounterLine stamp={stamp} />
      <Input
        value={note}
        maxLength={200}
        autoFocus={focus}
        aria-label={t('seal.note')}
        placeholder={t('seal.noteHint')}
        onChange={event => setNote(event.target.value)}
      />
      <div className="step-buttons">
        {(['done', 'nothing'] as const).map(one => (
          <KeyButton key={one} disabled={busy} onClick={() => void settle(one)}>
            {t(`seal.${one}`)}
          </KeyButton>
        ))}
      </div>
      {refused.map(text => (
        <p key={text} className="step-problem">
          {text}
        </p>
      ))}
      {failure && <FailureNote failure={failure} inline />}
    </div>
  )
}

/** Milliseconds after which a machine that did not answer is asked for its counter again. */
const AGAIN = 2000

/** What the machine counted before and counts now; one that does not answer is asked until it does. */
function CounterLine({ stamp }: { stamp: OpenStamp }) {
  const { t } = useTranslation()
  const { answer, failure, loading, reload } = useCall('seal.count', { id: stamp.id })
  const now = answer?.now
  useEffect(() => {
    if (!failure || loading) return
    const timer = setTimeout(reload, AGAIN)
    return () => clearTimeout(timer)
  }, [failure, loading, reload])
  return (
    <p>
      {now === undefined
        ? t(loading ? 'seal.before' : 'seal.beforeOnly', { before: stamp.before })
        : t('seal.counter', { before: stamp.before, now, count: now - stamp.before })}
      <Button size="small" type="link" icon={<ReloadOutlined />} onClick={reload}>
        {t('seal.again')}
      </Button>
      {failure && <span className="tone-bad">{failure.text}</span>}
    </p>
  )
}

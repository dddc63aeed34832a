import { UsbOutlined } from '@ant-design/icons'
import { Button, Progress } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UpdateView } from '../../api/updates.ts'
import { useAsk } from '../state/client-context.ts'
import { useSessionState } from '../state/session.tsx'
import { useCall } from '../state/use-call.ts'
import { useCarry } from '../state/use-carry.ts'
import { FailureNote } from './failure-note.tsx'
import { FileDrop } from './file-drop.tsx'
import { UpdatePlan } from './update-plan.tsx'
import { Waiting } from './waiting.tsx'

/** Which version this window runs and what is coming; for administrators also the versions of all their windows. */
export function UpdateSettings() {
  const { t } = useTranslation()
  const mayUpdate = useSessionState().post?.role === 'administrator'
  const { answer, failure, reload } = useCall('updates.state', {}, notice => notice.topic === 'status')
  // What this window has told its centre meanwhile stands in the list below.
  const [round, setRound] = useState(0)
  const done = () => {
    reload()
    setRound(n => n + 1)
  }
  if (failure && !answer) return <FailureNote failure={failure} again={reload} />
  if (!answer) return <Waiting />
  const tone = answer.progress.how === 'failed' || !answer.released ? 'tone-bad' : 'faint'
  return (
    <>
      <dl className="detail-grid">
        <div>
          <dt>{t('settings.version')}</dt>
          <dd>{answer.version}</dd>
        </div>
        <div>
          <dt>{t('updates.state')}</dt>
          <dd className={tone}>{answer.text}</dd>
        </div>
      </dl>
      {mayUpdate && answer.managed && <UpdateHere done={done} />}
      {mayUpdate && <UpdatePlan key={round} released={answer.released} />}
    </>
  )
}

/** Fetching what the centre has at once, and taking a version from a stick. */
function UpdateHere({ done }: { done(): void }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure, clear, percent, hand } = useCarry()
  const doing = (thing: () => Promise<UpdateView>) => void run(thing).then(done)
  return (
    <section className="field-section">
      <h3>{t('updates.here')}</h3>
      <p>
        <Button loading={busy} onClick={() => doing(() => ask('updates.look', {}))}>
          {t('updates.look')}
        </Button>
      </p>
      <FileDrop
        accept=".ctupdate"
        icon={<UsbOutlined />}
        text={t('updates.take')}
        busy={busy}
        take={file => doing(async () => ask('updates.take', { upload: await hand(file) }))}
      />
      {percent !== undefined && <Progress percent={percent} size="small" />}
      {failure && <FailureNote failure={failure} close={clear} />}
    </section>
  )
}

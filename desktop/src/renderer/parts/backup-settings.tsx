import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { BackupTable } from './backup-table.tsx'
import { FailureNote } from './failure-note.tsx'
import { Waiting } from './waiting.tsx'

/** For administrators: the backups of this window, another one now, and the way back to one of them. */
export function BackupSettings() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { answer, failure, reload } = useCall('backups.list', {})
  const { run, busy, failure: failed } = useAct()
  const make = async () => {
    if (await run(() => ask('backups.make', {}))) reload()
  }
  if (failure && !answer) return <FailureNote failure={failure} again={reload} />
  if (!answer) return <Waiting />
  return (
    <section className="backup-settings">
      <header className="page-head">
        <p className="faint">{t('backups.hint')}</p>
        <span className="grow" />
        <Button type="primary" loading={busy} onClick={() => void make()}>
          {t('backups.make')}
        </Button>
      </header>
      {failed && <FailureNote failure={failed} inline />}
      <BackupTable backups={answer.backups} />
    </section>
  )
}

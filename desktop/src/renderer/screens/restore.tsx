import { Button, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ApiFailure } from '../../api.ts'
import { BackupTable } from '../parts/backup-table.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { GatePage } from '../parts/gate-page.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'

/** In place of everything else when the window's data cannot be read: what is wrong, and the backups to go back to. */
export function RestoreScreen({ failure: first, again }: { failure: ApiFailure; again(): void }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { answer, failure } = useCall('backups.list', {})
  const { run, busy, failure: failed } = useAct()
  // The window works, and only this one answer failed: there is nothing to restore.
  if (failure || (answer && answer.fault === undefined)) return <FailureNote failure={first} again={again} />
  if (!answer) return <Waiting page />
  return (
    <GatePage title={t('backups.title')} place="" unit="">
      <FailureNote failure={{ code: 'storage', text: answer.fault! }} again={again} inline />
      <p className="faint">{t('backups.choose')}</p>
      <BackupTable backups={answer.backups} />
      {failed && <FailureNote failure={failed} inline />}
      <p>
        <Popconfirm
          title={t('backups.anewSure')}
          okText={t('backups.anew')}
          cancelText={t('backups.cancel')}
          okButtonProps={{ danger: true, autoFocus: true }}
          onConfirm={() => void run(() => ask('backups.anew', {}))}
        >
          <Button loading={busy}>{t('backups.anew')}</Button>
        </Popconfirm>
      </p>
    </GatePage>
  )
}

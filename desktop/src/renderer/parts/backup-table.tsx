import { Button, notification, Popconfirm, Table } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { DEFAULT_ZONE } from '../../../../shared-types/src/engine/day.ts'
import { instantText } from '../../../../shared-types/src/engine/day-text.ts'
import type { BackupsView } from '../../api/settings.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'

type Backup = BackupsView['backups'][number]

/** What stands in a row: `restore` asks for a second word first. */
function columnsOf(t: TFunction, written: (at: string) => string, busy: boolean, restore: (name: string) => void) {
  return [
    {
      key: 'at',
      title: t('backups.at'),
      width: 170,
      render: (_: unknown, { at }: Backup) => <span className="mono">{written(at)}</span>,
    },
    { key: 'why', title: t('backups.why'), width: 90, render: (_: unknown, { why }: Backup) => why },
    {
      key: 'events',
      title: t('backups.events'),
      width: 80,
      align: 'right' as const,
      render: (_: unknown, { events }: Backup) => events,
    },
    {
      key: 'unsent',
      title: t('backups.unsent'),
      width: 80,
      align: 'right' as const,
      render: (_: unknown, { unsent }: Backup) => unsent,
    },
    {
      key: 'since',
      title: t('backups.since'),
      render: (_: unknown, { since, loses }: Backup) => <span className={loses ? 'tone-wait' : 'faint'}>{since}</span>,
    },
    {
      key: 'restore',
      title: '',
      width: 90,
      render: (_: unknown, backup: Backup) => (
        <RestoreButton
          sure={t('backups.sure', { at: written(backup.at) })}
          since={backup.since}
          busy={busy}
          restore={() => restore(backup.name)}
        />
      ),
    },
  ]
}

function RestoreButton(props: { sure: string; since: string; busy: boolean; restore(): void }) {
  const { t } = useTranslation()
  return (
    <Popconfirm
      title={props.sure}
      description={<div className="backup-sure">{props.since}</div>}
      okText={t('backups.restore')}
      cancelText={t('backups.cancel')}
      okButtonProps={{ danger: true, autoFocus: true }}
      onConfirm={props.restore}
    >
      <Button size="small" danger loading={props.busy}>
        {t('backups.restore')}
      </Button>
    </Popconfirm>
  )
}

/** The backups of this window, newest first; each can be put in the place of its data, after a second word. */
export function BackupTable({ backups }: { backups: readonly Backup[] }) {
  const { t, i18n } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const language = i18n.language === 'en' ? 'en' : 'zh-CN'
  const restore = (name: string) =>
    run(async () => {
      const { text } = await ask('backups.restore', { name })
      // The page under it changes to the sign-in of the restored window: this must stay to be read.
      notification.success({ title: text, duration: 0 })
    })
  return (
    <>
      {failure && <FailureNote failure={failure} inline />}
      <Table
        size="small"
        rowKey="name"
        pagination={false}
        dataSource={[...backups]}
        locale={{ emptyText: t('backups.none') }}
        columns={columnsOf(
          t,
          at => instantText(at, language, DEFAULT_ZONE),
          busy,
          name => void restore(name),
        )}
      />
    </>
  )
}

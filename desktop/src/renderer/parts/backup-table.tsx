import { Button, notification, Popconfirm, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import { DEFAULT_ZONE } from '../../../../shared-types/src/engine/day.ts'
import { instantText } from '../../../../shared-types/src/engine/day-text.ts'
import type { BackupsView } from '../../api.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'

type Backup = BackupsView['backups'][number]

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
        columns={[
          {
            key: 'at',
            title: t('backups.at'),
            width: 170,
            render: (_, { at }) => <span className="mono">{instantText(at, language, DEFAULT_ZONE)}</span>,
          },
          { key: 'why', title: t('backups.why'), width: 90, render: (_, { why }) => why },
          { key: 'events', title: t('backups.events'), width: 80, align: 'right', render: (_, b) => b.events },
          { key: 'unsent', title: t('backups.unsent'), width: 80, align: 'right', render: (_, b) => b.unsent },
          {
            key: 'since',
            title: t('backups.since'),
            render: (_, { since, loses }) => <span className={loses ? 'tone-wait' : 'faint'}>{since}</span>,
          },
          {
            key: 'restore',
            title: '',
            width: 90,
            render: (_, { name, at, since }) => (
              <Popconfirm
                title={t('backups.sure', { at: instantText(at, language, DEFAULT_ZONE) })}
                description={<div className="backup-sure">{since}</div>}
                okText={t('backups.restore')}
                cancelText={t('backups.cancel')}
                okButtonProps={{ danger: true, autoFocus: true }}
                onConfirm={() => void restore(name)}
              >
                <Button size="small" danger loading={busy}>
                  {t('backups.restore')}
                </Button>
              </Popconfirm>
            ),
          },
        ]}
      />
    </>
  )
}

import { Button, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { SessionRow } from '../../api/people.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { Clock } from './clock.tsx'
import { FailureNote } from './failure-note.tsx'
import { Waiting } from './waiting.tsx'

/** Who is signed in where: one's own sessions, or all that a security officer looks after; each can be ended at once. */
export function SessionTable({ whose }: { whose: 'all' | 'own' }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { answer, failure, reload } = useCall('sessions.list', { whose })
  const { run, busy, failure: refused } = useAct()
  if (failure && !answer) return <FailureNote failure={failure} again={reload} />
  if (!answer) return <Waiting />
  const end = async ({ id }: SessionRow) => {
    await run(() => ask('sessions.end', { whose, id }))
    reload()
  }
  return (
    <>
      {refused && <FailureNote failure={refused} inline />}
      <Table
        size="small"
        rowKey="id"
        dataSource={[...answer]}
        pagination={{ pageSize: 15, size: 'small', hideOnSinglePage: true }}
        locale={{ emptyText: t('sessions.none') }}
        columns={[
          { key: 'name', title: t('sessions.person'), render: (_, row) => row.name },
          { key: 'station', title: t('sessions.station'), render: (_, row) => row.stationName },
          { key: 'opened', title: t('sessions.since'), render: (_, row) => <Clock at={row.openedAt} /> },
          { key: 'seen', title: t('sessions.seen'), render: (_, row) => <Clock at={row.seenAt} /> },
          {
            key: 'end',
            title: '',
            width: 130,
            render: (_, row) =>
              row.own ? (
                <span className="faint">{t('sessions.this')}</span>
              ) : (
                <Button size="small" danger loading={busy} onClick={() => void end(row)}>
                  {t('sessions.end')}
                </Button>
              ),
          },
        ]}
      />
    </>
  )
}

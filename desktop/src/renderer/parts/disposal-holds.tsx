import { Button, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DisposalView } from '../../api/disposal.ts'
import { useAsk } from '../state/client-context.ts'
import { Clock } from './clock.tsx'
import type { DisposalParts } from './disposal-due.tsx'
import { DisposalHoldNew } from './disposal-hold-new.tsx'
import { EmptyNote } from './empty-note.tsx'
import { PurposeForm } from './purpose-form.tsx'

type Row = DisposalView['holds'][number]

/** 保全: what must not be erased and why; a security officer sets and lifts it. */
export function DisposalHolds({ view, busy, act }: DisposalParts) {
  const { t } = useTranslation()
  return (
    <section>
      <h3>{t('disposal.holds')}</h3>
      {view.may.propose && <DisposalHoldNew view={view} busy={busy} act={act} />}
      {view.holds.length === 0 ? (
        <EmptyNote text={t('disposal.noHolds')} />
      ) : (
        <Table
          size="small"
          rowKey="id"
          dataSource={view.holds}
          pagination={{ pageSize: 10, size: 'small', hideOnSinglePage: true }}
          columns={[
            {
              key: 'what',
              title: t('disposal.holdOf'),
              render: (_, row) => row.label ?? t('disposal.holdCases', { count: row.cases ?? 0 }),
            },
            { key: 'unit', title: t('settings.unit'), width: 150, dataIndex: 'unitName' },
            { key: 'reason', title: t('disposal.reason'), dataIndex: 'reason' },
            {
              key: 'by',
              title: t('disposal.setBy'),
              width: 150,
              render: (_, row) => <Who by={row.setBy} at={row.setAt} />,
            },
            {
              key: 'tools',
              title: '',
              width: 330,
              render: (_, row) => <Lift row={row} may={view.may.propose} busy={busy} act={act} />,
            },
          ]}
        />
      )}
    </section>
  )
}

const Who = ({ by, at }: { by: string; at: string }) => (
  <>
    {by} <Clock at={at} />
  </>
)

function Lift({ row, may, busy, act }: { row: Row; may: boolean } & Omit<DisposalParts, 'view'>) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [asking, setAsking] = useState(false)
  if (row.liftedBy && row.liftedAt)
    return (
      <>
        <span className="faint">{t('disposal.lifted')}</span> <Who by={row.liftedBy} at={row.liftedAt} />
        <div className="faint">{row.liftReason}</div>
      </>
    )
  if (!may) return null
  if (!asking)
    return (
      <Button
        size="small"
        disabled={busy}
        aria-label={`${t('disposal.lift')} ${row.reason}`}
        onClick={() => setAsking(true)}
      >
        {t('disposal.lift')}
      </Button>
    )
  return (
    <PurposeForm
      label={t('disposal.lift')}
      hint={t('disposal.reason')}
      busy={busy}
      go={reason => {
        setAsking(false)
        void act(() => ask('disposal.lift', { id: row.id, reason }))
      }}
      close={() => setAsking(false)}
    />
  )
}

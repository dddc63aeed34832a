import { Button, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DisposalView } from '../../api/disposal.ts'
import { useAsk } from '../state/client-context.ts'
import { EmptyNote } from './empty-note.tsx'
import { PurposeForm } from './purpose-form.tsx'

export interface DisposalParts {
  view: DisposalView
  busy: boolean
  act(work: () => Promise<DisposalView>): Promise<void>
}

/** What has run out, by record type: how many, since when, on which basis; a security officer proposes to erase it. */
export function DisposalDue({ view, busy, act }: DisposalParts) {
  const { t } = useTranslation()
  return (
    <section>
      <h3>{t('disposal.due')}</h3>
      {view.due.length === 0 ? (
        <EmptyNote text={t('disposal.noneDue')} />
      ) : (
        <Table
          size="small"
          rowKey="type"
          dataSource={view.due}
          pagination={false}
          columns={[
            {
              key: 'type',
              title: t('disposal.type'),
              render: (_, row) => (
                <>
                  {row.label}
                  <div className="faint">{row.basis}</div>
                </>
              ),
            },
            { key: 'years', title: t('disposal.years'), width: 90, dataIndex: 'years' },
            { key: 'oldest', title: t('disposal.oldest'), width: 120, dataIndex: 'oldest' },
            { key: 'count', title: t('disposal.count'), width: 90, dataIndex: 'count' },
            { key: 'proposed', title: t('disposal.proposed'), width: 90, dataIndex: 'proposed' },
            { key: 'held', title: t('disposal.held'), width: 90, dataIndex: 'held' },
            {
              key: 'tools',
              title: '',
              width: 330,
              render: (_, row) =>
                view.may.propose &&
                row.count > 0 && <Propose type={row.type} label={row.label} busy={busy} act={act} />,
            },
          ]}
        />
      )}
    </section>
  )
}

function Propose({ type, label, busy, act }: { type: string; label: string } & Omit<DisposalParts, 'view'>) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [asking, setAsking] = useState(false)
  if (!asking)
    return (
      <Button
        size="small"
        disabled={busy}
        aria-label={`${t('disposal.propose')} ${label}`}
        onClick={() => setAsking(true)}
      >
        {t('disposal.propose')}
      </Button>
    )
  return (
    <PurposeForm
      label={t('disposal.propose')}
      hint={t('disposal.note')}
      busy={busy}
      go={note => {
        setAsking(false)
        void act(() => ask('disposal.propose', { type, note }))
      }}
      close={() => setAsking(false)}
    />
  )
}

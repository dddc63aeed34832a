import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { DisposalView } from '../../api/disposal.ts'
import { Clock } from './clock.tsx'
import type { DisposalParts } from './disposal-due.tsx'
import { DisposalTools } from './disposal-tools.tsx'
import { EmptyNote } from './empty-note.tsx'

type Row = DisposalView['disposals'][number]

const TONES = {
  proposed: 'tone-wait',
  approved: 'tone-wait',
  done: 'tone-good',
  refused: 'tone-bad',
  withdrawn: 'faint',
} as const

/** What was proposed, by whom, why, and what became of it; open ones are approved, refused or withdrawn here. */
export function DisposalProposals({ view, busy, act }: DisposalParts) {
  const { t } = useTranslation()
  return (
    <section>
      <h3>{t('disposal.proposals')}</h3>
      {view.disposals.length === 0 ? (
        <EmptyNote text={t('disposal.noProposals')} />
      ) : (
        <Table
          size="small"
          rowKey="id"
          dataSource={view.disposals}
          pagination={{ pageSize: 10, size: 'small', hideOnSinglePage: true }}
          columns={[
            { key: 'what', title: t('disposal.type'), render: (_, row) => <What row={row} /> },
            {
              key: 'by',
              title: t('disposal.by'),
              width: 150,
              render: (_, row) => <Said by={row.proposedBy} at={row.proposedAt} note={row.note} />,
            },
            { key: 'state', title: t('disposal.state'), width: 190, render: (_, row) => <Outcome row={row} /> },
            {
              key: 'tools',
              title: '',
              width: 330,
              render: (_, row) =>
                row.state === 'proposed' && <DisposalTools row={row} view={view} busy={busy} act={act} />,
            },
          ]}
        />
      )}
    </section>
  )
}

function What({ row }: { row: Row }) {
  const { t } = useTranslation()
  return (
    <>
      {t('disposal.cases', { label: row.label, count: row.cases })}
      <div className="faint">
        {t('disposal.span', { oldest: row.oldest, newest: row.newest })}
        {row.units.map(({ unitName, cases }) => `　${unitName} ${cases}`)}
      </div>
    </>
  )
}

function Said({ by, at, note }: { by: string; at: string; note: string }) {
  return (
    <>
      {by} <Clock at={at} />
      <div className="faint">{note}</div>
    </>
  )
}

function Outcome({ row }: { row: Row }) {
  const { t } = useTranslation()
  return (
    <>
      <span className={TONES[row.state]}>{t(`disposal.${row.state}State`)}</span>
      {row.state === 'done' && <div>{t('disposal.counts', { erased: row.erased, kept: row.kept })}</div>}
      {row.settledBy && row.settledAt && <Said by={row.settledBy} at={row.settledAt} note={row.reason ?? ''} />}
    </>
  )
}

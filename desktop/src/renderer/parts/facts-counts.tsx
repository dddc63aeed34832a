import { Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FactsCounts as FactsCountsAnswer, FactsView } from '../../api/facts.ts'
import type { FactsQuery } from '../state/facts-query.ts'
import { periodOf } from '../state/period.ts'
import { useSessionState } from '../state/session.tsx'
import { useCall } from '../state/use-call.ts'
import { EmptyNote } from './empty-note.tsx'
import { FactSubject } from './fact-subject.tsx'
import { FactsFilters } from './facts-filters.tsx'
import { FailureNote } from './failure-note.tsx'
import { Waiting } from './waiting.tsx'

/** How many rows each subject has in a period, and each day. */
export function FactsCounts({ type, view }: { type: string; view: FactsView }) {
  const { t } = useTranslation()
  const { today } = useSessionState()
  const [query, setQuery] = useState<FactsQuery>(() => ({ from: periodOf('month', today).from, until: today }))
  const { answer, failure, reload } = useCall('facts.counts', { type, ...query })
  return (
    <>
      <div className="list-filters">
        <FactsFilters query={query} names={{ subject: view.subject }} change={setQuery} />
      </div>
      {failure && <FailureNote failure={failure} again={reload} />}
      {!answer && !failure && <Waiting />}
      {answer && <p className="list-tools">{t('facts.total', { count: answer.total })}</p>}
      {answer?.total === 0 && <EmptyNote text={t('facts.emptyRows')} />}
      {answer && answer.total > 0 && (
        <div className="facts-counts">
          <BySubject counts={answer} name={view.subject} />
          <ByDay counts={answer} />
        </div>
      )}
    </>
  )
}

function BySubject({ counts, name }: { counts: FactsCountsAnswer; name: string }) {
  const { t } = useTranslation()
  return (
    <section>
      <h3>{t('facts.bySubject', { name })}</h3>
      <Table
        size="small"
        rowKey="subject"
        pagination={{ pageSize: 20, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
        dataSource={counts.subjects}
        columns={[
          { key: 'subject', title: name, render: (_, row) => <FactSubject row={row} /> },
          {
            key: 'unit',
            title: t('facts.unit'),
            render: (_, row) => row.unitName || <span className="faint">{t('facts.unknown')}</span>,
          },
          { key: 'count', title: t('facts.count'), align: 'right', dataIndex: 'count' },
        ]}
      />
      {counts.more && <p className="faint">{t('facts.moreSubjects', { count: counts.subjects.length })}</p>}
    </section>
  )
}

function ByDay({ counts }: { counts: FactsCountsAnswer }) {
  const { t } = useTranslation()
  return (
    <section>
      <h3>{t('facts.byDay')}</h3>
      <Table
        size="small"
        rowKey="day"
        pagination={{ pageSize: 31, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
        dataSource={counts.days}
        columns={[
          { key: 'day', title: t('facts.day'), dataIndex: 'day' },
          { key: 'count', title: t('facts.count'), align: 'right', dataIndex: 'count' },
        ]}
      />
    </section>
  )
}

import { SearchOutlined } from '@ant-design/icons'
import { Button, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { FactsRow, FactsView } from '../../api/facts.ts'
import { useFactRows } from '../state/use-fact-rows.ts'
import { EmptyNote } from './empty-note.tsx'
import { FactSubject } from './fact-subject.tsx'
import { FactsExport } from './facts-export.tsx'
import { FactsFilters } from './facts-filters.tsx'
import { FailureNote } from './failure-note.tsx'
import { KeyButton } from './key-button.tsx'

interface FactsRowsProps {
  type: string
  view: FactsView
  /** Looked for at once. */
  subject?: string
}

/** Rows by combined conditions, the newest first, and their export. */
export function FactsRows({ type, view, subject }: FactsRowsProps) {
  const { t } = useTranslation()
  const { query, setQuery, shown, search, older, busy, failure, clear } = useFactRows(type, subject)
  return (
    <>
      <form
        className="list-filters"
        onSubmit={event => {
          event.preventDefault()
          void search()
        }}
      >
        <FactsFilters query={query} names={view} change={setQuery} />
        <KeyButton type="primary" htmlType="submit" hotkey="F8" icon={<SearchOutlined />} loading={busy}>
          {t('facts.search')}
        </KeyButton>
      </form>
      {failure && <FailureNote failure={failure} close={clear} />}
      {shown && (
        <p className="list-tools">
          <span>{t('facts.total', { count: shown.total ?? 0 })}</span>
          {view.may.export && shown.rows.length > 0 && (
            <FactsExport query={{ type, ...shown.query }} mayWhole={view.may.whole} />
          )}
        </p>
      )}
      {shown?.rows.length === 0 && <EmptyNote text={t('facts.emptyRows')} />}
      {shown && shown.rows.length > 0 && <Rows rows={shown.rows} view={view} />}
      {shown?.more && (
        <Button loading={busy} onClick={() => void older()}>
          {t('facts.more')}
        </Button>
      )}
    </>
  )
}

function Rows({ rows, view }: { rows: FactsRow[]; view: FactsView }) {
  const { t } = useTranslation()
  return (
    <Table
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={rows}
      columns={[
        { key: 'time', title: view.time, width: 190, render: (_, row) => `${row.day} ${row.time}` },
        { key: 'subject', title: view.subject, render: (_, row) => <FactSubject row={row} /> },
        { key: 'person', title: view.person, render: (_, row) => <span className="mono">{row.person || '—'}</span> },
        {
          key: 'unit',
          title: t('facts.unit'),
          render: (_, row) => row.unitName || <span className="faint">{t('facts.unknown')}</span>,
        },
      ]}
    />
  )
}

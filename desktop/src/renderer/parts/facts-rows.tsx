import { SearchOutlined } from '@ant-design/icons'
import { Button, Table } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addDays } from '../../../../shared-types/src/engine/day.ts'
import type { FactsPage, FactsRow, FactsView } from '../../api/facts.ts'
import { useAsk } from '../state/client-context.ts'
import { periodOf } from '../state/period.ts'
import { useSessionState } from '../state/session.tsx'
import { useAct } from '../state/use-act.ts'
import { EmptyNote } from './empty-note.tsx'
import { FactSubject } from './fact-subject.tsx'
import { FactsExport } from './facts-export.tsx'
import { FactsFilters, type FactsQuery } from './facts-filters.tsx'
import { FailureNote } from './failure-note.tsx'
import { KeyButton } from './key-button.tsx'

interface Shown extends FactsPage {
  query: FactsQuery
}

interface FactsRowsProps {
  type: string
  view: FactsView
  /** Looked for at once. */
  subject?: string
}

/** Rows by combined conditions, the newest first, and their export. */
export function FactsRows({ type, view, subject }: FactsRowsProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { today } = useSessionState()
  const { run, busy, failure, clear } = useAct()
  const [query, setQuery] = useState<FactsQuery>(() => ({
    from: subject === undefined ? periodOf('month', today).from : addDays(today, -27),
    until: today,
    ...(subject !== undefined && { subject }),
  }))
  const [shown, setShown] = useState<Shown>()
  const search = () =>
    run(async () => setShown({ ...(await ask('facts.list', { type, ...query, count: true })), query }))
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for what the page was opened for
  useEffect(() => {
    if (subject !== undefined) void search()
  }, [])
  const older = () =>
    run(async () => {
      const last = shown?.rows.at(-1)
      if (!shown || !last) return
      const after = { day: last.day, time: last.time, id: last.id }
      const page = await ask('facts.list', { type, ...shown.query, after })
      setShown({ ...shown, more: page.more, rows: [...shown.rows, ...page.rows] })
    })
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

import { Button, Pagination } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { ReportAnswer } from '../../api/lists.ts'
import { useCall } from '../state/use-call.ts'
import { FailureNote } from './failure-note.tsx'
import { RowTable } from './row-table.tsx'
import { Waiting } from './waiting.tsx'

export interface Drill {
  title: string
  query: ReportAnswer['rows'][number]['query']
}

const PAGE = 20

/** The rows behind a number. */
export function DrillRows({ drill, close }: { drill: Drill; close(): void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [page, setPage] = useState({ of: drill, number: 1 })
  const number = JSON.stringify(page.of) === JSON.stringify(drill) ? page.number : 1
  const area = useRef<HTMLElement>(null)
  const { answer, failure } = useCall('cases.list', { ...drill.query, offset: (number - 1) * PAGE, limit: PAGE })
  const loaded = answer !== undefined
  const shown = JSON.stringify(drill)
  // biome-ignore lint/correctness/useExhaustiveDependencies: shown again for each number that is opened, and with its rows
  useEffect(() => {
    area.current?.scrollIntoView({ block: 'nearest' })
    area.current?.querySelector<HTMLElement>('[role=grid], .row-line button')?.focus({ preventScroll: true })
  }, [shown, loaded])
  return (
    <section className="drill-rows" ref={area}>
      <header className="page-head">
        <h3>{t('report.behind', { what: drill.title, count: answer?.total ?? 0 })}</h3>
        <span className="grow" />
        <Button size="small" type="text" onClick={close}>
          {t('print.close')}
        </Button>
      </header>
      {failure && <FailureNote failure={failure} inline />}
      {!answer && !failure && <Waiting />}
      {answer && <RowTable type={drill.query.type} rows={answer.rows} open={row => navigate(`/case/${row.id}`)} />}
      {answer && answer.total > PAGE && (
        <Pagination
          size="small"
          current={number}
          pageSize={PAGE}
          total={answer.total}
          showSizeChanger={false}
          onChange={next => setPage({ of: drill, number: next })}
        />
      )}
    </section>
  )
}

import { Button, InputNumber, Select, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { AnswerOf } from '../../api.ts'
import { useSessionState } from '../state/session.tsx'
import { useCall } from '../state/use-call.ts'
import { EmptyNote } from './empty-note.tsx'
import { FailureNote } from './failure-note.tsx'
import { Waiting } from './waiting.tsx'

type Leases = AnswerOf<'numbers.leases'>
type GapAccount = AnswerOf<'numbers.gaps'>

/** The blocks of numbers this window may draw from, and what became of each number of a year. */
export function NumberSettings() {
  const { t } = useTranslation()
  const { answer, failure, reload } = useCall('numbers.leases', {}, notice => notice.topic === 'status')
  if (failure && !answer) return <FailureNote failure={failure} again={reload} />
  if (!answer) return <Waiting />
  if (answer.length === 0) return <EmptyNote text={t('numbers.none')} />
  return (
    <>
      <LeaseTable leases={answer} />
      <GapTable leases={answer} />
    </>
  )
}

function LeaseTable({ leases }: { leases: Leases }) {
  const { t } = useTranslation()
  return (
    <Table
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={leases}
      columns={[
        { key: 'label', title: t('numbers.series'), render: (_, lease) => lease.label },
        { key: 'year', title: t('numbers.year'), width: 90, render: (_, lease) => lease.year },
        {
          key: 'block',
          title: t('numbers.block'),
          width: 200,
          render: (_, lease) => (
            <span className="mono">
              {lease.from} – {lease.to}
            </span>
          ),
        },
        {
          key: 'left',
          title: t('numbers.left'),
          width: 120,
          render: (_, lease) => (
            <b className={lease.left < (lease.to - lease.from) / 5 ? 'tone-wait' : ''}>{lease.left}</b>
          ),
        },
        {
          key: 'state',
          title: t('numbers.state'),
          width: 160,
          render: (_, lease) => (lease.returnedAfter === undefined ? t('numbers.inUse') : t('numbers.returned')),
        },
      ]}
    />
  )
}

function GapTable({ leases }: { leases: Leases }) {
  const { t } = useTranslation()
  const { today } = useSessionState()
  const series = [...new Map(leases.map(lease => [lease.series, lease.label])).entries()]
  const [chosen, choose] = useState(series[0]?.[0] ?? '')
  const [year, setYear] = useState(Number(today.slice(0, 4)))
  const { answer, failure } = useCall('numbers.gaps', chosen ? { series: chosen, year } : undefined)
  return (
    <section className="gap-account">
      <header className="page-head">
        <h3>{t('numbers.gaps')}</h3>
        <Select
          value={chosen}
          options={series.map(([value, label]) => ({ value, label }))}
          onChange={choose}
          aria-label={t('numbers.series')}
        />
        <InputNumber
          value={year}
          min={2000}
          max={2100}
          onChange={to => to && setYear(to)}
          aria-label={t('numbers.year')}
        />
      </header>
      {failure && <FailureNote failure={failure} inline />}
      {answer && <GapRows rows={answer.rows} />}
    </section>
  )
}

function GapRows({ rows }: { rows: GapAccount['rows'] }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return (
    <Table
      size="small"
      rowKey="from"
      pagination={{ pageSize: 20, size: 'small', hideOnSinglePage: true }}
      dataSource={rows}
      columns={[
        {
          key: 'numbers',
          title: t('numbers.numbers'),
          render: (_, { from, to }) => <span className="mono">{from === to ? from : `${from} – ${to}`}</span>,
        },
        {
          key: 'fate',
          title: t('numbers.fate'),
          render: (_, { fate }) => <span className={fate === 'missing' ? 'tone-bad' : ''}>{t(`fate.${fate}`)}</span>,
        },
        { key: 'station', title: t('numbers.station'), render: (_, { station }) => station },
        {
          key: 'case',
          title: '',
          render: (_, { caseId }) =>
            caseId && (
              <Button type="link" size="small" onClick={() => navigate(`/case/${caseId}`)}>
                {t('numbers.case')}
              </Button>
            ),
        },
      ]}
    />
  )
}

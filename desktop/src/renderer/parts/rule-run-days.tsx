import { DownOutlined, RightOutlined } from '@ant-design/icons'
import { Button, Table, type TableColumnsType } from 'antd'
import type { MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { RuleRunDay, RuleRunView } from '../../api/rule-runs.ts'
import { alertsLink } from '../state/alerts-link.ts'
import { useHouse } from '../state/house.tsx'
import { Clock } from './clock.tsx'

interface RuleRunDaysProps {
  days: RuleRunDay[]
  busy: boolean
  judge(day: string): void
}

/** The days, each with its rules under it; a day with a rule that failed is open. */
export function RuleRunDays({ days, busy, judge }: RuleRunDaysProps) {
  return (
    <Table
      size="small"
      className="stacked"
      rowKey="day"
      dataSource={days}
      pagination={{ pageSize: 31, size: 'small', hideOnSinglePage: true }}
      expandable={{
        columnWidth: 44,
        defaultExpandedRowKeys: days.filter(({ counts }) => counts.failed > 0).map(({ day }) => day),
        expandedRowRender: row => <Rules day={row.day} runs={row.runs} />,
        expandIcon: ({ expanded, onExpand, record }) => (
          <Opener day={record.day} isOpen={expanded} turn={event => onExpand(record, event)} />
        ),
      }}
      columns={useColumns(busy, judge)}
    />
  )
}

function useColumns(busy: boolean, judge: RuleRunDaysProps['judge']): TableColumnsType<RuleRunDay> {
  const { t } = useTranslation()
  return [
    {
      key: 'day',
      title: t('ruleRuns.day'),
      width: 130,
      render: (_, row) => <span className="mono">{row.day}</span>,
    },
    { key: 'state', title: t('ruleRuns.state'), render: (_, row) => <Counts counts={row.counts} /> },
    {
      key: 'alerts',
      title: t('ruleRuns.alerts'),
      width: 110,
      align: 'right',
      render: (_, { day, alerts }) => <Alerts of={{ to: day }} count={alerts} />,
    },
    {
      key: 'time',
      title: t('ruleRuns.time'),
      width: 110,
      align: 'right',
      render: (_, row) => <Took ms={row.ms} />,
    },
    { key: 'ended', title: t('ruleRuns.ended'), width: 150, render: (_, row) => <Clock at={row.endedAt} /> },
    {
      key: 'tools',
      title: '',
      width: 120,
      render: (_, { day }) => <Judge day={day} busy={busy} judge={judge} />,
    },
  ]
}

interface OpenerProps {
  day: string
  isOpen: boolean
  turn(event: MouseEvent<HTMLElement>): void
}

function Opener({ day, isOpen, turn }: OpenerProps) {
  const { t } = useTranslation()
  return (
    <Button
      type="text"
      size="small"
      icon={isOpen ? <DownOutlined /> : <RightOutlined />}
      aria-expanded={isOpen}
      aria-label={t(isOpen ? 'ruleRuns.shut' : 'ruleRuns.open', { day })}
      onClick={turn}
    />
  )
}

function Judge({ day, busy, judge }: Omit<RuleRunDaysProps, 'days'> & { day: string }) {
  const { t } = useTranslation()
  return (
    <Button size="small" disabled={busy} aria-label={`${t('ruleRuns.judgeDay')} ${day}`} onClick={() => judge(day)}>
      {t('ruleRuns.judgeDay')}
    </Button>
  )
}

const TONES = {
  failed: 'tone-bad',
  running: 'tone-wait',
  due: 'tone-wait',
  again: 'tone-wait',
  done: 'tone-good',
} as const

const STATES = ['failed', 'running', 'due', 'again', 'done'] as const

function Counts({ counts }: Pick<RuleRunDay, 'counts'>) {
  const { t } = useTranslation()
  return STATES.filter(state => counts[state] > 0).map(state => (
    <span key={state} className={`rule-run-count ${TONES[state]}`}>
      {t(`ruleRuns.counts.${state}`, { count: counts[state] })}
    </span>
  ))
}

function Took({ ms }: { ms: number }) {
  const { t } = useTranslation()
  if (ms < 1000) return ms > 0 && t('ruleRuns.milliseconds', { ms })
  return t('ruleRuns.seconds', { seconds: (ms / 1000).toFixed(1) })
}

/** How many, leading to the list of them. */
function Alerts({ of, count }: { of: { rule?: string; to: string }; count: number }) {
  const { t } = useTranslation()
  const link = alertsLink(useHouse(), of)
  if (count === 0 || link === undefined) return count
  return (
    <Link to={link} aria-label={t('ruleRuns.openAlerts', { day: of.to, count })}>
      {count}
    </Link>
  )
}

function Rules({ day, runs }: { day: string; runs: RuleRunView[] }) {
  const { t } = useTranslation()
  return (
    <Table
      size="small"
      className="stacked"
      rowKey="rule"
      dataSource={runs}
      pagination={false}
      columns={[
        { key: 'rule', title: t('ruleBook.rule'), render: (_, row) => <Rule run={row} /> },
        { key: 'state', title: t('ruleBook.state'), width: 110, render: (_, row) => <State run={row} /> },
        { key: 'rows', title: t('ruleRuns.rows'), width: 110, align: 'right', dataIndex: 'judged' },
        {
          key: 'alerts',
          title: t('ruleRuns.alerts'),
          width: 90,
          align: 'right',
          render: (_, { rule, alerts }) => <Alerts of={{ rule, to: day }} count={alerts} />,
        },
        {
          key: 'time',
          title: t('ruleRuns.time'),
          width: 110,
          align: 'right',
          render: (_, row) => <Took ms={row.ms} />,
        },
        { key: 'ended', title: t('ruleRuns.ended'), width: 150, render: (_, row) => <Clock at={row.endedAt} /> },
      ]}
    />
  )
}

function State({ run: { state } }: { run: RuleRunView }) {
  const { t } = useTranslation()
  return <span className={TONES[state]}>{t(`ruleRuns.states.${state}`)}</span>
}

function Rule({ run: { ruleName, why } }: { run: RuleRunView }) {
  return (
    <>
      {ruleName}
      {why !== undefined && <div className="faint">{why}</div>}
    </>
  )
}

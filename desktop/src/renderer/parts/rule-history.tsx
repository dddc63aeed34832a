import { Button, Table } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleChangeView, RuleView } from '../../api/rules.ts'
import { useAsk } from '../state/client-context.ts'
import { useHouse } from '../state/house.tsx'
import { useAct } from '../state/use-act.ts'
import { Clock } from './clock.tsx'
import { EmptyNote } from './empty-note.tsx'
import { FailureNote } from './failure-note.tsx'
import { PurposeForm } from './purpose-form.tsx'
import { valuesText } from './rule-values.ts'

interface RuleHistoryProps {
  rule: RuleView
  reload(): void
}

/** What a rule was set to, by whom and why; what has not begun can be taken back. */
export function RuleHistory({ rule, reload }: RuleHistoryProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [taking, setTaking] = useState<number>()
  const withdraw = async (version: number, reason: string) => {
    await run(() => ask('rules.withdraw', { version, reason }))
    setTaking(undefined)
    reload()
  }
  if (rule.changes.length === 0) return <EmptyNote text={t('ruleBook.noHistory')} />
  return (
    <>
      {failure && <FailureNote failure={failure} inline />}
      <Changes changes={rule.changes} busy={busy} take={setTaking} />
      {taking !== undefined && (
        <PurposeForm
          label={`${t('ruleBook.withdraw')} ${taking}`}
          hint={t('ruleBook.reason')}
          busy={busy}
          go={reason => void withdraw(taking, reason)}
          close={() => setTaking(undefined)}
        />
      )}
    </>
  )
}

interface ChangesProps {
  changes: RuleChangeView[]
  busy: boolean
  take(version: number): void
}

function Changes({ changes, busy, take }: ChangesProps) {
  const { t } = useTranslation()
  return (
    <Table
      size="small"
      className="stacked"
      rowKey="version"
      dataSource={changes}
      pagination={{ pageSize: 10, size: 'small', hideOnSinglePage: true }}
      columns={[
        { dataIndex: 'version', title: t('ruleBook.version'), width: 60 },
        { key: 'from', title: t('ruleBook.from'), width: 120, render: (_, row) => <From row={row} /> },
        { key: 'values', title: t('ruleBook.values'), render: (_, row) => <SetTo row={row} /> },
        { key: 'by', title: t('ruleBook.by'), width: 220, render: (_, row) => <By row={row} /> },
        {
          key: 'tools',
          title: '',
          width: 90,
          render: (_, row) => row.mayWithdraw && <Take busy={busy} take={() => take(row.version)} />,
        },
      ]}
    />
  )
}

function Take({ busy, take }: { busy: boolean; take(): void }) {
  const { t } = useTranslation()
  return (
    <Button size="small" disabled={busy} onClick={take}>
      {t('ruleBook.withdraw')}
    </Button>
  )
}

function From({ row }: { row: RuleChangeView }) {
  const { t } = useTranslation()
  const { today } = useHouse()
  const isPlanned = row.from > today && row.withdrawnBy === undefined
  return (
    <>
      <span className="mono">{row.from}</span>
      {isPlanned && <div className="tone-wait">{t('ruleBook.planned')}</div>}
      {row.withdrawnBy !== undefined && (
        <div className="faint">{t('ruleBook.withdrawn', { who: row.withdrawnBy })}</div>
      )}
    </>
  )
}

function SetTo({ row }: { row: RuleChangeView }) {
  const { t } = useTranslation()
  return (
    <>
      {row.unitName ?? t('ruleBook.everywhere')}
      <div>
        {!row.on && <span className="tone-bad">{t('ruleBook.offFrom')}</span>}
        {row.on && (row.parameters ? valuesText(row.parameters) || t('ruleBook.on') : t('ruleBook.inherit'))}
      </div>
    </>
  )
}

function By({ row }: { row: RuleChangeView }) {
  const { t } = useTranslation()
  return (
    <>
      {row.setBy} <Clock at={row.setAt} />
      <div className="faint">
        {row.reason} {row.rehearsed && <span className="tone-good">{t('ruleBook.rehearsed')}</span>}
      </div>
    </>
  )
}

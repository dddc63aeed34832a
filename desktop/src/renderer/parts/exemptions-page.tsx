import { Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ExemptionsView, RulesView } from '../../api/rules.ts'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { Clock } from './clock.tsx'
import { EmptyNote } from './empty-note.tsx'
import { ExemptionEnd } from './exemption-end.tsx'
import { ExemptionNew } from './exemption-new.tsx'
import { FailureNote } from './failure-note.tsx'
import { Waiting } from './waiting.tsx'

type Row = ExemptionsView['exemptions'][number]

const TONES = { planned: 'tone-wait', holds: 'tone-good', over: 'faint' } as const

/** 豁免: what the rules leave out, from which day to which and why. */
export function ExemptionsPage({ rules }: { rules: RulesView }) {
  const { t } = useTranslation()
  const { answer, failure, reload } = useCall('exemptions.view', {})
  const { run, busy, failure: refused, clear } = useAct()
  const act = async (work: () => Promise<unknown>): Promise<boolean> => {
    const done = await run(work)
    reload()
    return done !== undefined
  }
  if (failure && !answer) return <FailureNote failure={failure} again={reload} />
  if (!answer) return <Waiting />
  return (
    <>
      <p className="faint">{t('exemptions.hint')}</p>
      {refused && <FailureNote failure={refused} close={clear} />}
      <ExemptionNew rules={rules} today={answer.today} busy={busy} act={act} />
      {answer.exemptions.length === 0 ? (
        <EmptyNote text={t('exemptions.none')} />
      ) : (
        <Table
          size="small"
          className="stacked"
          rowKey="id"
          dataSource={answer.exemptions}
          pagination={{ pageSize: 12, size: 'small', hideOnSinglePage: true }}
          columns={[
            { dataIndex: 'ruleName', title: t('ruleBook.rule'), width: 190 },
            { key: 'what', title: t('exemptions.what'), render: (_, row) => row.subjectName ?? row.subject },
            { dataIndex: 'unitName', title: t('exemptions.unit'), width: 190 },
            { key: 'span', title: t('exemptions.span'), width: 200, render: (_, row) => <Span row={row} /> },
            { key: 'why', title: t('exemptions.why'), width: 260, render: (_, row) => <Why row={row} /> },
            {
              key: 'tools',
              title: '',
              width: 110,
              render: (_, row) => row.state !== 'over' && <ExemptionEnd row={row} busy={busy} act={act} />,
            },
          ]}
        />
      )}
    </>
  )
}

function Span({ row }: { row: Row }) {
  const { t } = useTranslation()
  return (
    <>
      <span className="mono">
        {row.from} – {row.to}
      </span>
      <div className={TONES[row.state]}>
        {row.liftedOn === undefined ? t(`exemptions.${row.state}`) : t('exemptions.lifted', { on: row.liftedOn })}
      </div>
    </>
  )
}

function Why({ row }: { row: Row }) {
  return (
    <>
      {row.reason}
      <div className="faint">
        {row.setBy} <Clock at={row.setAt} />
      </div>
      {row.liftReason !== undefined && (
        <div className="faint">
          {row.liftedBy} {row.liftReason}
        </div>
      )}
    </>
  )
}

import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Desk } from '../../../../shared-types/src/model/domain.ts'
import type { BalanceAnswer } from '../../api/lists.ts'
import { FailureNote } from '../parts/failure-note.tsx'
import { KeyButton } from '../parts/key-button.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { RelatedRows } from '../parts/related-rows.tsx'
import { UnitSelect } from '../parts/unit-select.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useSessionState } from '../state/session.tsx'
import { aboutCases, useCall } from '../state/use-call.ts'

interface BalanceProps {
  domain: string
  desk: Extract<Desk, { kind: 'balance' }>
}

/** 日结: whether the day comes out even, and what explains it when it does not. */
export function BalanceScreen({ domain, desk }: BalanceProps) {
  const { t } = useTranslation()
  const { post, today } = useSessionState()
  const [unit, setUnit] = useState(post?.unit ?? '')
  const query = unit ? { domain, balance: desk.balance, unit } : undefined
  const { answer, failure, loading, reload } = useCall('balance.run', query, aboutCases())
  const uneven = answer?.lines.filter(line => !line.even).length ?? 0
  return (
    <div className="page">
      <PageHead title={`${answer?.label ?? ''} ${today}`}>
        <UnitSelect needed value={unit} change={to => to && setUnit(to)} />
        <KeyButton loading={loading} onClick={reload}>
          {t('balance.again')}
        </KeyButton>
      </PageHead>
      {failure && <FailureNote failure={failure} again={reload} />}
      {!answer && !failure && <Waiting text={t('wait.counting')} />}
      {answer && (
        <>
          <p className={`balance-verdict tone-fill-${uneven ? 'bad' : 'good'}`} role="status">
            {uneven ? t('balance.uneven', { count: uneven }) : t('balance.even')}
          </p>
          <div className="balance">
            <Equations answer={answer} />
            <Counts answer={answer} />
          </div>
          <RelatedRows groups={answer.differences} />
          {uneven > 0 && answer.differences.every(d => d.rows.length === 0) && (
            <p className="faint">{t('balance.unexplained')}</p>
          )}
        </>
      )}
    </div>
  )
}

function Equations({ answer }: { answer: BalanceAnswer }) {
  return (
    <ul className="equations">
      {answer.lines.map(({ name, label, left, right, even }) => (
        <li key={name} className={even ? '' : 'uneven'}>
          {even ? <CheckCircleFilled className="tone-good" /> : <CloseCircleFilled className="tone-bad" />}
          <span>{label}</span>
          <span className="grow" />
          <span className="mono">
            {left} {even ? '=' : '≠'} {right}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Counts({ answer }: { answer: BalanceAnswer }) {
  return (
    <dl className="counts">
      {answer.counts.map(({ name, label, count }) => (
        <div key={name}>
          <dt>{label}</dt>
          <dd className="mono">{count}</dd>
        </div>
      ))}
    </dl>
  )
}

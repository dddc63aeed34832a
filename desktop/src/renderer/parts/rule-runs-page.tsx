import { Alert, Button, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addDays, daysBetween, isDay } from '../../../../shared-types/src/engine/day.ts'
import type { RuleRunsView } from '../../api/rule-runs.ts'
import { DayInput } from '../fields/date.tsx'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { useFollow } from '../state/use-follow.ts'
import { EmptyNote } from './empty-note.tsx'
import { FailureNote } from './failure-note.tsx'
import { RuleRunDays } from './rule-run-days.tsx'
import { Waiting } from './waiting.tsx'

interface Span {
  from: string
  to: string
}

/** Days that are shown unless others are chosen. */
const USUAL = 14

/** 运行记录: what the rules judged on which day, what they could not and why, and having days judged again. */
export function RuleRunsPage({ today }: { today: string }) {
  const { t } = useTranslation()
  const ask = useAsk()
  const [span, setSpan] = useState<Span>({ from: addDays(today, -USUAL), to: addDays(today, -1) })
  const [asked, setAsked] = useState<Span>()
  const isSpan = fitting(span)
  const { answer, failure, reload } = useCall('ruleRuns.view', isSpan ? span : undefined)
  const { run, busy, failure: refused, clear } = useAct()
  useFollow(answer !== undefined && isPending(answer), answer, reload)
  const judge = async (days: Span) => {
    setAsked(undefined)
    const done = await run(() => ask('ruleRuns.judge', days))
    if (done !== undefined) setAsked(days)
    reload()
  }
  return (
    <>
      <p className="faint">{t('ruleRuns.hint')}</p>
      {refused && <FailureNote failure={refused} close={clear} inline />}
      {failure && <FailureNote failure={failure} again={reload} inline />}
      <Choice span={span} change={setSpan} isSpan={isSpan} busy={busy} judge={() => void judge(span)} />
      {asked && (
        <Alert
          type="success"
          showIcon
          role="status"
          className="rule-run-note"
          title={t('ruleRuns.asked', { ...asked })}
        />
      )}
      {answer?.stuck.map(one => (
        <Stuck key={one.why} {...one} />
      ))}
      {answer && !failure && answer.days.length > 0 && (
        <RuleRunDays
          // Other days: what is open begins anew.
          key={answer.days.map(({ day }) => day).join()}
          days={answer.days}
          busy={busy}
          judge={day => void judge({ from: day, to: day })}
        />
      )}
      {!failure && answer?.days.length === 0 && <EmptyNote text={t('ruleRuns.none')} />}
      {!answer && !failure && isSpan && <Waiting />}
    </>
  )
}

const fitting = ({ from, to }: Span) => isDay(from) && isDay(to) && from <= to

const isPending = ({ days }: RuleRunsView) => days.some(({ counts }) => counts.running + counts.due + counts.again > 0)

interface ChoiceProps {
  span: Span
  change(span: Span): void
  isSpan: boolean
  busy: boolean
  judge(): void
}

/** The days that are looked at, which are those that can be judged. */
function Choice({ span, change, isSpan, busy, judge }: ChoiceProps) {
  const { t } = useTranslation()
  const count = isSpan ? daysBetween(span.from, span.to) + 1 : 0
  return (
    <div className="rule-line">
      <DayInput value={span.from} label={t('ruleRuns.from')} change={from => change({ ...span, from: from ?? '' })} />
      <span className="faint">–</span>
      <DayInput value={span.to} label={t('ruleRuns.to')} change={to => change({ ...span, to: to ?? '' })} />
      <Popconfirm
        title={t('ruleRuns.judgeSure', { ...span, count })}
        description={t('ruleRuns.judgeHint')}
        okText={t('ruleRuns.judgeGo')}
        disabled={!isSpan || busy}
        onConfirm={judge}
      >
        <Button disabled={!isSpan} loading={busy}>
          {t('ruleRuns.judge')}
        </Button>
      </Popconfirm>
      {!isSpan && <span className="tone-bad">{t('ruleRuns.days')}</span>}
    </div>
  )
}

function Stuck({ why, since, rules }: RuleRunsView['stuck'][number]) {
  const { t } = useTranslation()
  return (
    <Alert
      type="error"
      showIcon
      className="rule-run-note"
      title={
        <>
          <strong>{t('ruleRuns.stuck', { rules: rules.join('、'), since })}</strong>
          <div>{why}</div>
        </>
      }
    />
  )
}

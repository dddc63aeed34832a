import { Button, Tabs } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { ActAnswer, CaseView } from '../../api/cases.ts'
import type { ApiFailure } from '../../api.ts'
import { useHouse } from '../state/house.tsx'
import { useStatus } from '../state/status.tsx'
import { useCall } from '../state/use-call.ts'
import { useDraft } from '../state/use-draft.ts'
import { useOpenCase } from '../state/use-open-case.ts'
import { CaseAlerts } from './case-alerts.tsx'
import { CaseCounts } from './case-counts.tsx'
import { CaseDetail } from './case-detail.tsx'
import { CaseHead } from './case-head.tsx'
import { CasePack } from './case-pack.tsx'
import { EmptyNote } from './empty-note.tsx'
import { FailureNote } from './failure-note.tsx'
import { FormPrints } from './form-prints.tsx'
import { HistoryList } from './history-list.tsx'
import { PaperCopy } from './paper-copy.tsx'
import { PrintSettle } from './print-settle.tsx'
import { RelatedRows } from './related-rows.tsx'
import { SealSettles } from './seal-settle.tsx'
import { StandingNote } from './standing-note.tsx'
import { StepsPanel } from './steps-panel.tsx'
import { TracedChanges } from './traced-changes.tsx'
import { Waiting } from './waiting.tsx'

interface CasePaneProps {
  id: string
  /** Steps of the place in which the case is shown. */
  first?: readonly string[]
  done(answer: ActAnswer, step: string, type: string): void
  /** Buttons beside the title. */
  actions?: (view: CaseView) => ReactNode
}

/** One case: what it says, what can be done with it, what happened to it. */
export function CasePane({ id, first, done, actions }: CasePaneProps) {
  const { answer: view, failure, reload } = useOpenCase(id)
  if (failure && (!view || failure.code === 'not-found')) return <CaseGone failure={failure} again={reload} />
  if (!view) return <Waiting page />
  return <CaseBody view={view} done={done} {...(first && { first })} {...(actions && { actions })} />
}

/** A case that was here and is no more: refused by the centre before it had it, or gone out of what the post may see. */
function CaseGone({ failure, again }: { failure: ApiFailure; again(): void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const refused = (useStatus()?.refused ?? 0) > 0
  return (
    <>
      <FailureNote failure={failure} again={again} />
      {refused && (
        <EmptyNote text={t('case.maybeRefused')}>
          <Button onClick={() => navigate('/inbox')}>{t('menu.inbox')}</Button>
        </EmptyNote>
      )}
    </>
  )
}

function CaseBody({ view, first, done, actions }: Omit<CasePaneProps, 'id'> & { view: CaseView }) {
  const draft = useDraft(view.type, view.id)
  const prints = useCall('print.open', {}, notice => notice.topic === 'cases').answer ?? []
  return (
    <article className="case-pane">
      <CaseHead view={view}>{actions?.(view)}</CaseHead>
      {prints
        .filter(print => print.id === view.id)
        .map(print => (
          <PrintSettle key={print.at} print={print} />
        ))}
      <SealSettles id={view.id} />
      <PaperCopy view={view} />
      <CasePack view={view} />
      {draft && (
        <StepsPanel
          key={`${view.id} ${view.state}`}
          view={view}
          draft={draft}
          done={(answer, step) => done(answer, step, view.type)}
          {...(first && { first })}
        />
      )}
      {view.standings.map(standing => (
        <StandingNote key={standing.name} standing={standing} />
      ))}
      <CaseTabs view={view} />
    </article>
  )
}

/** What it says, and what is known of it besides; of a case that nobody has saved nothing is. */
function Detail({ view }: { view: CaseView }) {
  return (
    <>
      <CaseDetail view={view} />
      {view.version > 0 && (
        <>
          <CaseCounts view={view} />
          <CaseAlerts view={view} />
          <TracedChanges view={view} />
        </>
      )}
    </>
  )
}

function CaseTabs({ view }: { view: CaseView }) {
  const { t } = useTranslation()
  const labels = useHouse().labels(view.type)
  const related = view.related.map(({ lookup, rows }) => ({ name: lookup, label: labels.lookup(lookup), rows }))
  const count = new Set(related.flatMap(group => group.rows.map(row => row.id))).size
  const items = [
    { key: 'detail', label: t('case.detail'), children: <Detail key={view.id} view={view} /> },
    {
      key: 'history',
      label: t('case.history', { count: view.history.length }),
      children: <HistoryList lines={view.history} />,
    },
    ...(count > 0
      ? [{ key: 'related', label: t('case.related', { count }), children: <RelatedRows groups={related} /> }]
      : []),
    ...(view.templates.length > 0
      ? [{ key: 'forms', label: t('case.forms'), children: <FormPrints view={view} /> }]
      : []),
  ]
  return <Tabs className="case-tabs" size="small" items={items} />
}

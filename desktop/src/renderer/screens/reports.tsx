import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { label } from '../../../../shared-types/src/engine/words.ts'
import { type Drill, DrillRows } from '../parts/drill-rows.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { PeriodPicker } from '../parts/period-picker.tsx'
import { ReportOutput } from '../parts/report-output.tsx'
import { ReportTable } from '../parts/report-table.tsx'
import { UnitPath } from '../parts/unit-path.tsx'
import { UnitSelect } from '../parts/unit-select.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useHouse } from '../state/house.tsx'
import { periodOf } from '../state/period.ts'
import { useSessionState } from '../state/session.tsx'
import { useCall } from '../state/use-call.ts'
import { useKept } from '../state/use-kept.ts'

/** 统计: the reports of a domain over a period, each number leading to the rows behind it. */
export function ReportsScreen({ domain, name }: { domain: string; name: string }) {
  const { t } = useTranslation()
  const words = useDomainWords(domain)
  const { reports, query, shown, put, goTo, body, answered } = useReports(domain)
  const { report, from, to, unit, drill } = shown
  const { answer, failure, loading, reload } = answered
  return (
    <div className="page reports">
      <nav className="report-names" aria-label={words.desk(name)}>
        {Object.keys(reports).map(one => (
          <button
            key={one}
            type="button"
            className={one === report ? 'on' : ''}
            onClick={() => put({ report: one, drill: undefined })}
          >
            {words.report(one)}
          </button>
        ))}
      </nav>
      <div className="report-body" ref={body}>
        <PageHead title={answer?.label ?? words.report(report)}>
          <ReportOutput query={query} />
        </PageHead>
        <div className="list-filters">
          <PeriodPicker value={{ from, to }} change={put} />
          <UnitSelect value={unit} change={next => put({ unit: next, drill: undefined })} />
        </div>
        {answer && <UnitPath path={answer.path} go={goTo} />}
        {failure && <FailureNote failure={failure} again={reload} />}
        {loading && !answer && <Waiting text={t('wait.counting')} />}
        {answer && answer.rows.length === 0 && <EmptyNote text={t('report.empty')} />}
        {answer && answer.rows.length > 0 && (
          <ReportTable answer={answer} drill={drill} open={next => put({ drill: next })} into={goTo} />
        )}
        {drill && <DrillRows drill={drill} close={() => put({ drill: undefined })} />}
      </div>
    </div>
  )
}

/** What is shown and how one goes on from there: down the units and up again, where the keys go along. */
function useReports(domain: string) {
  const { today } = useSessionState()
  const { reports } = useHouse().domain(domain)
  const [shown, put] = useKept<Shown>({ report: Object.keys(reports)[0] ?? '', ...periodOf('month', today) })
  const { report, from, to, unit } = shown
  const query = useMemo(
    () => ({ domain, report, from, to, levels: true, ...(unit && { unit }) }),
    [domain, report, from, to, unit],
  )
  const answered = useCall('reports.run', report ? query : undefined)
  const body = useRef<HTMLDivElement>(null)
  const moved = useRef(false)
  // The button that led here is gone: the keys go on where the next one stands.
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the answer of the level that one came to
  useEffect(() => {
    if (!moved.current) return
    moved.current = false
    const firstOf = (at: string) => body.current?.querySelector<HTMLElement>(`${at} .drill`)
    const first = firstOf('.report-table') ?? firstOf('.unit-path')
    first?.focus()
  }, [answered.answer])
  const goTo = (next: string) => {
    moved.current = true
    put({ unit: next, drill: undefined })
  }
  return { reports, query, shown, put, goTo, body, answered }
}

interface Shown {
  report: string
  /** Days, both included. */
  from: string
  to: string
  unit?: string | undefined
  drill?: Drill | undefined
}

function useDomainWords(domain: string) {
  const house = useHouse()
  return useMemo(() => {
    const first = [...house.kinds.values()].find(kind => kind.domain.name === domain)
    if (!first) throw new Error(`there is no record type in ${domain}`)
    return label(first, house.language)
  }, [house, domain])
}

import { useMemo, useState } from 'react'
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

/** 统计: the reports of a domain over a period, each number leading to the rows behind it. */
export function ReportsScreen({ domain, name }: { domain: string; name: string }) {
  const { t } = useTranslation()
  const house = useHouse()
  const { today } = useSessionState()
  const { reports } = house.domain(domain)
  const [report, setReport] = useState(Object.keys(reports)[0] ?? '')
  const [period, setPeriod] = useState(() => periodOf('month', today))
  const [unit, setUnit] = useState<string>()
  const [drill, setDrill] = useState<Drill>()
  const query = useMemo(
    () => ({ domain, report, ...period, levels: true, ...(unit && { unit }) }),
    [domain, report, period, unit],
  )
  const { answer, failure, loading, reload } = useCall('reports.run', report ? query : undefined)
  const words = useDomainWords(domain)
  const choose = (next: string) => {
    setReport(next)
    setDrill(undefined)
  }
  const goTo = (next: string | undefined) => {
    setUnit(next)
    setDrill(undefined)
  }
  return (
    <div className="page reports">
      <nav className="report-names" aria-label={words.desk(name)}>
        {Object.keys(reports).map(one => (
          <button key={one} type="button" className={one === report ? 'on' : ''} onClick={() => choose(one)}>
            {words.report(one)}
          </button>
        ))}
      </nav>
      <div className="report-body">
        <PageHead title={answer?.label ?? words.report(report)}>
          <ReportOutput query={query} />
        </PageHead>
        <div className="list-filters">
          <PeriodPicker value={period} change={setPeriod} />
          <UnitSelect value={unit} change={goTo} />
        </div>
        {answer && <UnitPath path={answer.path} go={goTo} />}
        {failure && <FailureNote failure={failure} again={reload} />}
        {loading && !answer && <Waiting text={t('wait.counting')} />}
        {answer && answer.rows.length === 0 && <EmptyNote text={t('report.empty')} />}
        {answer && answer.rows.length > 0 && <ReportTable answer={answer} drill={drill} open={setDrill} into={goTo} />}
        {drill && <DrillRows drill={drill} close={() => setDrill(undefined)} />}
      </div>
    </div>
  )
}

function useDomainWords(domain: string) {
  const house = useHouse()
  return useMemo(() => {
    const first = [...house.kinds.values()].find(kind => kind.domain.name === domain)
    if (!first) throw new Error(`there is no record type in ${domain}`)
    return label(first, house.language)
  }, [house, domain])
}

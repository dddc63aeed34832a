import { lazy, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CaseCounts as Counts } from '../../api/case-about.ts'
import type { CaseView } from '../../api/cases.ts'
import { useHouse } from '../state/house.tsx'
import { linesAcross } from '../state/lines-across.ts'
import { useCall } from '../state/use-call.ts'
import { DayCounts } from './day-counts.tsx'
import { FailureNote } from './failure-note.tsx'
import { Waiting } from './waiting.tsx'

const CountCurve = lazy(() => import('./count-curve.tsx').then(({ CountCurve: curve }) => ({ default: curve })))

/** Days that stand below the curve as figures. */
const FIGURES = 7

/** The rows in bulk that are about a case: the newest, how many a day, and the way to them. */
export function CaseCounts({ view }: { view: CaseView }) {
  const { t } = useTranslation()
  const house = useHouse()
  const { record, domain } = house.kind(view.type)
  const fact = record.counted && domain.facts?.[record.counted.fact]
  const mayRead = fact !== undefined && house.role !== undefined && fact.access[house.role]?.includes('read')
  const { answer, failure, reload } = useCall('cases.counts', mayRead ? { id: view.id } : undefined)
  if (!mayRead || !record.counted) return null
  return (
    <section className="field-section">
      <h3>{domain.words[house.language].facts?.[record.counted.fact]?.label}</h3>
      {failure && <FailureNote failure={failure} again={reload} inline />}
      {!answer && !failure && <Waiting />}
      {answer && <Shown view={view} counts={answer} lines={record.counted.lines} />}
      {answer && (
        <Link to={`/f/${answer.type.replace('.', '/')}?${new URLSearchParams({ subject: answer.subject })}`}>
          {t('about.rows')}
        </Link>
      )}
    </section>
  )
}

interface ShownProps {
  view: CaseView
  counts: Counts
  lines: readonly string[]
}

function Shown({ view, counts, lines }: ShownProps) {
  const { t } = useTranslation()
  const days = useMemo(() => counts.days.map(({ day, count }) => [day, count] as const), [counts])
  const across = useMemo(() => linesAcross(view, lines), [view, lines])
  const label = t('about.perDay', { label: counts.label })
  return (
    <>
      <p>
        <strong>{counts.newest ? t('facts.newest', { at: counts.newest }) : t('facts.none')}</strong>{' '}
        {t('about.total', { days: counts.days.length, count: counts.total })}
      </p>
      <Suspense fallback={<div style={{ height: 220 }} />}>
        <CountCurve days={days} lines={across} what={label} label={label} />
      </Suspense>
      <DayCounts label={label} days={counts.days.slice(-FIGURES)} />
    </>
  )
}

import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { CaseAlert } from '../../api/case-about.ts'
import type { CaseView } from '../../api/cases.ts'
import { useHouse } from '../state/house.tsx'
import { aboutCases, useCall } from '../state/use-call.ts'
import { DayCounts } from './day-counts.tsx'
import { FailureNote } from './failure-note.tsx'
import { StateTag } from './state-tag.tsx'

/** Days that stand side by side; a longer window is read on the alert's own page. */
const SIDE_BY_SIDE = 14

/** What the rules found about a case, each with the days that it is about. Nothing where they found nothing. */
export function CaseAlerts({ view }: { view: CaseView }) {
  const { t } = useTranslation()
  const { domains } = useHouse()
  const types = domains.flatMap(({ name, alerts }) => (alerts ? [`${name}.${alerts.record}`] : []))
  const { answer, failure, reload } = useCall('cases.alerts', { id: view.id }, aboutCases(...types))
  if (failure) return <FailureNote failure={failure} again={reload} inline />
  if (!answer || answer.total === 0) return null
  return (
    <section className="field-section">
      <h3>{t('about.alerts', { count: answer.total })}</h3>
      <ul className="case-alerts">
        {answer.alerts.map(alert => (
          <Alert key={alert.id} alert={alert} />
        ))}
      </ul>
      {answer.total > answer.alerts.length && (
        <p className="faint">{t('about.moreAlerts', { count: answer.alerts.length })}</p>
      )}
    </section>
  )
}

function Alert({ alert }: { alert: CaseAlert }) {
  const { t } = useTranslation()
  const { from, to, measure, reference, days } = alert
  return (
    <li>
      <p className="case-alert-head">
        <Link to={`/case/${alert.id}`}>{alert.title}</Link>
        <span>{from === to ? to : t('about.span', { from, to })}</span>
        <span className="faint">
          {t('about.measure', { measure })}
          {reference !== undefined && ` ${t('about.reference', { reference })}`}
        </span>
        <span className="grow" />
        <StateTag text={alert.stateText} tone={alert.tone} />
      </p>
      {days.length > 0 && days.length <= SIDE_BY_SIDE && <DayCounts label={alert.title} days={days} />}
    </li>
  )
}

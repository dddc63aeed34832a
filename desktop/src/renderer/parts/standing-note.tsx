import { CheckCircleFilled, HourglassFilled, StopFilled } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { StandingText } from '../../api/cases.ts'

/** Whether a person has what a permit asks for, or on which day, and the spells that it is counted from. */
export function StandingNote({ standing }: { standing: StandingText }) {
  const { t } = useTranslation()
  const tone = standing.now ? 'good' : standing.on ? 'wait' : 'bad'
  const Icon = standing.now ? CheckCircleFilled : standing.on ? HourglassFilled : StopFilled
  return (
    <div className={`standing tone-fill-${tone}`} role="status">
      <p className="standing-text">
        <Icon /> {standing.text}
      </p>
      {standing.spells.length > 0 && (
        <ul>
          {standing.spells.map(({ title, since, until }) => (
            <li key={`${title} ${since}`}>
              <span className="mono">
                {since} — {until ?? t('standing.lasting')}
              </span>{' '}
              {title}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { areHours } from '../../../../shared-types/src/engine/business-hours.ts'
import type { BusinessHours } from '../../../../shared-types/src/model/person.ts'
import type { HoursView } from '../../api/hours.ts'
import { useAsk } from '../state/client-context.ts'
import { useSessionState } from '../state/session.tsx'
import { useAct } from '../state/use-act.ts'
import { useCall } from '../state/use-call.ts'
import { FailureNote } from './failure-note.tsx'
import { UnitSelect } from './unit-select.tsx'
import { Waiting } from './waiting.tsx'

/** When a unit takes applications; units below it that have no hours of their own follow. */
export function HoursSettings({ mayEdit }: { mayEdit: boolean }) {
  const { t } = useTranslation()
  const own = useSessionState().post?.unit
  const [unit, setUnit] = useState(own)
  const { answer, failure, reload } = useCall('hours.read', { unit: unit ?? '' })
  return (
    <section className="field-section">
      <h3>{t('hours.title')}</h3>
      <p className="faint">{t('hours.hint')}</p>
      <UnitSelect value={unit} change={setUnit} needed label={t('hours.unit')} />
      {failure && <FailureNote failure={failure} inline />}
      {answer && unit ? (
        <HoursForm
          key={`${unit} ${JSON.stringify(answer)}`}
          unit={unit}
          view={answer}
          mayEdit={mayEdit}
          changed={reload}
        />
      ) : (
        <Waiting />
      )}
    </section>
  )
}

interface HoursFormProps {
  unit: string
  view: HoursView
  mayEdit: boolean
  changed(): void
}

function HoursForm({ unit, view, mayEdit, changed }: HoursFormProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const [typed, setTyped] = useState(view.hours)
  const put = async (hours: BusinessHours | null) => {
    if (await run(() => ask('hours.put', { unit, hours }))) changed()
  }
  const good = areHours(typed)
  const came = view.own ? t('hours.own') : view.from ? t('hours.from', { unit: view.from }) : t('hours.usual')
  return (
    <>
      <p className="hours-came">{came}</p>
      <div className="step-buttons">
        <HoursPart label={t('hours.am')} from="openAm" to="closeAm" {...{ typed, setTyped, mayEdit }} />
        <HoursPart label={t('hours.pm')} from="openPm" to="closePm" {...{ typed, setTyped, mayEdit }} />
        {mayEdit && (
          <>
            <Button type="primary" disabled={!good} loading={busy} onClick={() => void put(typed)}>
              {t('hours.save')}
            </Button>
            {view.own && (
              <Button disabled={busy} onClick={() => void put(null)}>
                {t('hours.reset')}
              </Button>
            )}
          </>
        )}
      </div>
      {!good && (
        <p className="tone-bad" role="alert">
          {t('hours.wrong')}
        </p>
      )}
      {failure && <FailureNote failure={failure} inline />}
    </>
  )
}

type Time = keyof BusinessHours

interface HoursPartProps {
  label: string
  from: Time
  to: Time
  typed: BusinessHours
  setTyped(hours: BusinessHours): void
  mayEdit: boolean
}

function HoursPart({ label, from, to, typed, setTyped, mayEdit }: HoursPartProps) {
  const { t } = useTranslation()
  const time = (name: Time, which: string) => (
    <Input
      className="hours-input mono"
      aria-label={`${label} ${which}`}
      disabled={!mayEdit}
      maxLength={5}
      value={typed[name]}
      onChange={event => setTyped({ ...typed, [name]: event.target.value.trim().replace('：', ':') })}
    />
  )
  return (
    <span>
      {label} {time(from, t('hours.opens'))} – {time(to, t('hours.closes'))}
    </span>
  )
}

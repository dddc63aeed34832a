import { Button, Input, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readDay } from '../../../../shared-types/src/engine/read-day.ts'
import type { SettingsView } from '../../api/settings.ts'
import { useAsk } from '../state/client-context.ts'
import { useAct } from '../state/use-act.ts'
import { FailureNote } from './failure-note.tsx'
import { HoursSettings } from './hours-settings.tsx'

interface CalendarSettingsProps {
  settings: SettingsView
  changed(): void
}

/** Days that differ from the national calendar: days off, and weekends on which people work; and the hours of a working day. */
export function CalendarSettings({ settings, changed }: CalendarSettingsProps) {
  const { t } = useTranslation()
  const ask = useAsk()
  const { run, busy, failure } = useAct()
  const { calendar, mayEdit } = settings
  const put = async (change: Partial<typeof calendar>) => {
    const { holidays, workdays } = { ...calendar, ...change }
    await run(() => ask('settings.calendar', { holidays: [...holidays], workdays: [...workdays] }))
    changed()
  }
  return (
    <>
      <p className="faint">{t('calendar.covered', { years: calendar.coveredYears.join('、') })}</p>
      {!mayEdit && <p className="faint">{t('settings.readOnly')}</p>}
      {failure && <FailureNote failure={failure} inline />}
      <DayList
        title={t('calendar.holidays')}
        days={calendar.holidays}
        disabled={!mayEdit || busy}
        put={holidays => void put({ holidays })}
      />
      <DayList
        title={t('calendar.workdays')}
        days={calendar.workdays}
        disabled={!mayEdit || busy}
        put={workdays => void put({ workdays })}
      />
      <HoursSettings mayEdit={mayEdit} />
    </>
  )
}

interface DayListProps {
  title: string
  days: readonly string[]
  disabled: boolean
  put(days: string[]): void
}

function DayList({ title, days, disabled, put }: DayListProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const day = readDay(typed)
  const add = () => {
    if (!day) return
    put([...new Set([...days, day])].sort())
    setTyped('')
  }
  return (
    <section className="field-section">
      <h3>{title}</h3>
      <p className="day-list">
        {days.map(one => (
          <Tag key={one} closable={!disabled} onClose={() => put(days.filter(other => other !== one))}>
            {one}
          </Tag>
        ))}
        {days.length === 0 && <span className="faint">{t('calendar.none')}</span>}
      </p>
      {!disabled && (
        <div className="step-buttons">
          <Input
            className="day-input mono"
            aria-label={title}
            placeholder={t('field.day')}
            value={typed}
            onChange={event => setTyped(event.target.value)}
            onPressEnter={add}
          />
          <Button disabled={!day} onClick={add}>
            {t('calendar.add')}
          </Button>
        </div>
      )}
    </section>
  )
}

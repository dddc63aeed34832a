import { Segmented } from 'antd'
import { useTranslation } from 'react-i18next'
import { isDay } from '../../../../shared-types/src/engine/day.ts'
import { DayInput } from '../fields/date.tsx'
import { PERIODS, type Period, type PeriodName, periodOf } from '../state/period.ts'
import { useSessionState } from '../state/session.tsx'

interface PeriodPickerProps {
  value: Period
  change(period: Period): void
}

/** A span of days, by its usual names or typed. */
export function PeriodPicker({ value, change }: PeriodPickerProps) {
  const { t } = useTranslation()
  const { today } = useSessionState()
  const named = PERIODS.find(name => {
    const period = periodOf(name, today)
    return period.from === value.from && period.to === value.to
  })
  const put = (end: 'from' | 'to', day: string | null) => {
    if (!day || !isDay(day)) return
    const next = { ...value, [end]: day }
    change(next.from <= next.to ? next : { from: day, to: day })
  }
  return (
    <span className="span-filter">
      <Segmented
        value={named ?? ''}
        options={PERIODS.map(name => ({ value: name, label: t(`period.${name}`) }))}
        onChange={name => change(periodOf(name as PeriodName, today))}
      />
      <DayInput value={value.from} label={t('period.from')} change={day => put('from', day)} />
      <span className="faint">–</span>
      <DayInput value={value.to} label={t('period.to')} change={day => put('to', day)} />
    </span>
  )
}

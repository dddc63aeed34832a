import { CalendarOutlined } from '@ant-design/icons'
import { Button, Calendar, Input, Popover } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isDay } from '../../../../shared-types/src/engine/day.ts'
import { readDay } from '../../../../shared-types/src/engine/read-day.ts'
import { useSessionState } from '../state/session.tsx'
import { type FieldProps, statusOf, textOf } from './field-props.ts'

/** A day, typed as 20260101 or 2026-1-1, or picked from a calendar. */
export function DateField({ value, change, disabled, wrong, label }: FieldProps<'date'>) {
  return <DayInput value={textOf(value)} change={change} disabled={disabled} wrong={wrong} label={label} />
}

interface DayInputProps {
  value: string
  change(day: string | null): void
  disabled?: boolean
  wrong?: boolean
  label: string
}

export function DayInput({ value, change, disabled = false, wrong = false, label }: DayInputProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string>()
  const take = (text: string) => {
    setTyped(text)
    change(readDay(text) ?? (text.trim() || null))
  }
  return (
    <Input
      className="mono"
      aria-label={label}
      placeholder={t('field.day')}
      value={typed ?? value}
      disabled={disabled}
      status={statusOf(wrong)}
      autoComplete="off"
      inputMode="numeric"
      onChange={event => take(event.target.value)}
      onBlur={() => setTyped(undefined)}
      suffix={<DayPicker value={value} disabled={disabled} pick={change} />}
    />
  )
}

function DayPicker({ value, disabled, pick }: { value: string; disabled: boolean; pick(day: string): void }) {
  const { t } = useTranslation()
  const { today } = useSessionState()
  const [open, setOpen] = useState(false)
  const choose = (day: string) => {
    setOpen(false)
    pick(day)
  }
  const calendar = () => (
    <div className="day-picker">
      <Calendar
        fullscreen={false}
        defaultValue={dayjs(isDay(value) ? value : today)}
        onSelect={(day, { source }) => source === 'date' && choose(day.format('YYYY-MM-DD'))}
      />
      <Button size="small" type="link" onClick={() => choose(today)}>
        {t('field.today')}
      </Button>
    </div>
  )
  return (
    <Popover open={open} onOpenChange={to => setOpen(to && !disabled)} trigger="click" content={calendar} arrow={false}>
      <Button
        className="inner-button"
        type="text"
        size="small"
        tabIndex={-1}
        disabled={disabled}
        aria-label={t('field.calendar')}
        icon={<CalendarOutlined />}
      />
    </Popover>
  )
}

import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { clockOf, DEFAULT_ZONE, dayOf, isInstant } from '../../../../shared-types/src/engine/day.ts'
import { readDay } from '../../../../shared-types/src/engine/read-day.ts'
import { type FieldProps, statusOf, textOf } from './field-props.ts'

/** An instant, typed as day and time of China's one time zone. */
export function TimeField({ value, change, disabled, wrong, label }: FieldProps<'time'>) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string>()
  const take = (text: string) => {
    setTyped(text)
    change(instantOf(text) ?? (text.trim() || null))
  }
  return (
    <Input
      className="mono"
      aria-label={label}
      placeholder={t('field.instant')}
      value={typed ?? shown(textOf(value))}
      disabled={disabled}
      status={statusOf(wrong)}
      autoComplete="off"
      onChange={event => take(event.target.value)}
      onBlur={() => setTyped(undefined)}
    />
  )
}

const shown = (value: string): string =>
  isInstant(value) ? `${dayOf(value, DEFAULT_ZONE)} ${clockOf(value, DEFAULT_ZONE)}` : value

/** China has kept UTC+8 without summer time since 1991. */
function instantOf(text: string): string | undefined {
  const match = /^(.+?)\s+(\d{1,2}):(\d{2})$/.exec(text.trim())
  const day = match && readDay(match[1]!)
  if (!day) return undefined
  const at = new Date(`${day}T${match[2]!.padStart(2, '0')}:${match[3]}:00+08:00`)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}

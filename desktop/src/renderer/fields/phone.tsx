import { Input } from 'antd'
import { type FieldProps, statusOf, textOf } from './field-props.ts'
import { tidy } from './text.tsx'

export function PhoneField({ field, value, change, disabled, wrong, label }: FieldProps<'phone'>) {
  return (
    <Input
      className="mono"
      aria-label={label}
      inputMode="tel"
      value={textOf(value)}
      disabled={disabled}
      status={statusOf(wrong)}
      autoComplete="off"
      onChange={event => change(event.target.value || null)}
      onBlur={() => tidy(field, value, change)}
    />
  )
}

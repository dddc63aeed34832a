import { Input } from 'antd'
import { useState } from 'react'
import { halfWidth } from '../../../../shared-types/src/engine/half-width.ts'
import { type FieldProps, statusOf, textOf } from './field-props.ts'

/** A number. What is no number is handed on as it was typed, and the core says that it is none. */
export function NumberField({ value, change, disabled, wrong, label }: FieldProps<'number'>) {
  const [typed, setTyped] = useState<string>()
  const take = (text: string) => {
    setTyped(text)
    change(numberOf(text))
  }
  return (
    <Input
      className="mono"
      aria-label={label}
      inputMode="decimal"
      value={typed ?? textOf(value)}
      disabled={disabled}
      status={statusOf(wrong)}
      autoComplete="off"
      onChange={event => take(event.target.value)}
      onBlur={() => setTyped(undefined)}
    />
  )
}

function numberOf(text: string): number | string | null {
  const plain = halfWidth(text).replace(/[\s,]/g, '')
  if (!plain) return null
  return /^[+-]?\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : text
}

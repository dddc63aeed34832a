import { Cascader } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { areaCodes, areasUnder } from '../../../../shared-types/src/engine/areas.ts'
import { type FieldProps, statusOf, textOf } from './field-props.ts'

export function AreaField({ value, change, done, disabled, wrong, label }: FieldProps<'area'>) {
  return (
    <AreaInput
      value={textOf(value)}
      change={change}
      done={done}
      disabled={disabled}
      wrong={wrong}
      label={label}
      anyLevel
    />
  )
}

interface AreaInputProps {
  value: string
  change(code: string | null): void
  done(): void
  disabled: boolean
  wrong: boolean
  label: string
  /** Provinces and cities may be chosen too. */
  anyLevel?: boolean
}

interface AreaOption {
  value: string
  label: string
  children?: AreaOption[]
}

/** Province, city, county: walked with the arrows, or found by typing any part of the names. */
export function AreaInput({ value, change, done, disabled, wrong, label, anyLevel }: AreaInputProps) {
  const { t } = useTranslation()
  const options = useMemo(() => optionsUnder(undefined), [])
  return (
    <Cascader
      className="wide"
      aria-label={label}
      options={options}
      value={value ? areaCodes(value) : []}
      disabled={disabled}
      status={statusOf(wrong)}
      placeholder={t('field.area')}
      changeOnSelect={anyLevel ?? false}
      displayRender={labels => labels.join('')}
      showSearch={{ filter: (typed, path) => holds(typed, path as AreaOption[]), limit: 30 }}
      onChange={codes => {
        change(codes?.length ? String(codes.at(-1)) : null)
        if (codes?.length) done()
      }}
    />
  )
}

function optionsUnder(code: string | undefined): AreaOption[] {
  return areasUnder(code).map(area => ({
    value: area.code,
    label: area.name,
    ...(!area.leaf && { children: optionsUnder(area.code) }),
  }))
}

function holds(typed: string, path: AreaOption[]): boolean {
  const whole = path.map(area => area.label).join('')
  return typed
    .split(/\s+/)
    .filter(Boolean)
    .every(word => whole.includes(word) || path.some(area => area.value.startsWith(word)))
}

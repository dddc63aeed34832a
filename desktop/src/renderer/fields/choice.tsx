import { Select } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHouse } from '../state/house.tsx'
import { type FieldProps, statusOf, textOf } from './field-props.ts'
import { initialsOf } from './initials.ts'

/** One word of a dictionary, found by its beginning, its pinyin initials or its code. */
export function ChoiceField(props: FieldProps<'choice'>) {
  const { type, field, value, change, done, disabled, wrong, label } = props
  const { t } = useTranslation()
  const options = useChoices(type, field.of)
  const [open, setOpen] = useState(false)
  return (
    <Select
      className="wide"
      aria-label={label}
      open={open}
      onOpenChange={setOpen}
      value={textOf(value) || null}
      disabled={disabled}
      status={statusOf(wrong)}
      allowClear={!field.required}
      placeholder={t('field.choice')}
      options={options}
      showSearch={{ filterOption: (typed, option) => matches(typed, option) }}
      onSelect={(code: string) => {
        change(code)
        done()
      }}
      onClear={() => change(null)}
    />
  )
}

export interface Choice {
  value: string
  label: string
  initials: string
}

/** The codes of a dictionary with their words, and their initials to type. */
export function useChoices(type: string, dictionary: string): Choice[] {
  const house = useHouse()
  return useMemo(() => {
    const labels = house.labels(type)
    const codes = house.kind(type).domain.dictionaries[dictionary] ?? []
    return codes.map(code => {
      const word = labels.choice(dictionary, code)
      return { value: code, label: word, initials: initialsOf(word) }
    })
  }, [house, type, dictionary])
}

/** Whether an option is meant by what was typed. */
export function matches(typed: string, option: Choice | undefined): boolean {
  const text = typed.trim().toLowerCase()
  if (!option) return false
  return option.label.toLowerCase().includes(text) || option.initials.includes(text) || option.value === text
}

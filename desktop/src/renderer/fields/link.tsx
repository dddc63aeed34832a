import { Select } from 'antd'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../state/client-context.ts'
import { useHouse } from '../state/house.tsx'
import { useFound } from '../state/use-found.ts'
import { type FieldProps, statusOf, textOf } from './field-props.ts'

/** Another record, found by what is typed of its title or numbers. */
export function LinkField({ field, value, text, change, done, disabled, wrong, label }: FieldProps<'link'>) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const { found, current: isOfTyped, whenFound } = useTargets(field.to, typed)
  const [chosen, setChosen] = useState<{ value: string; label: string }>()
  const current = textOf(value)
  const shown = chosen?.value === current ? chosen : current ? { value: current, label: text || current } : undefined
  const [open, setOpen] = useState(false)
  const choose = (option: Option) => {
    setTyped('')
    setOpen(false)
    setChosen(option)
    change(option.value)
    done()
  }
  return (
    <Select
      className="wide"
      aria-label={label}
      labelInValue
      value={shown ?? null}
      disabled={disabled}
      status={statusOf(wrong)}
      allowClear
      placeholder={t('field.link', { what: useHouse().labels(field.to).record })}
      open={open}
      onOpenChange={setOpen}
      options={isOfTyped ? [...found.rows] : []}
      notFoundContent={!isOfTyped ? t('field.looking') : typed ? t('list.noMatch') : t('field.typeToFind')}
      showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
      onInputKeyDown={({ key }) => {
        if (key === 'Enter' && !isOfTyped) whenFound(([first]) => first && choose(first))
      }}
      onSelect={choose}
      onClear={() => change(null)}
    />
  )
}

interface Option {
  value: string
  label: string
}

function useTargets(type: string, text: string) {
  const ask = useAsk()
  const look = useCallback(
    async (text: string) =>
      (await ask('cases.links', { type, text })).map(({ id, title }) => ({ value: id, label: title })),
    [ask, type],
  )
  return useFound(text, look, 120)
}

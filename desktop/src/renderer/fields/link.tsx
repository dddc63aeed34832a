import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../state/client-context.ts'
import { useHouse } from '../state/house.tsx'
import { type FieldProps, statusOf, textOf } from './field-props.ts'

/** Another record, found by what is typed of its title or numbers. */
export function LinkField({ field, value, text, change, done, disabled, wrong, label }: FieldProps<'link'>) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const found = useTargets(field.to, typed)
  const [chosen, setChosen] = useState<{ value: string; label: string }>()
  const current = textOf(value)
  const shown = chosen?.value === current ? chosen : current ? { value: current, label: text || current } : undefined
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
      options={found}
      notFoundContent={typed ? t('list.noMatch') : t('field.typeToFind')}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      onSelect={(option: { value: string; label: string }) => {
        setChosen(option)
        change(option.value)
        done()
      }}
      onClear={() => change(null)}
    />
  )
}

function useTargets(type: string, text: string): { value: string; label: string }[] {
  const ask = useAsk()
  const [found, setFound] = useState<{ value: string; label: string }[]>([])
  useEffect(() => {
    let stale = false
    const take = (targets: { id: string; title: string }[]) =>
      stale || setFound(targets.map(({ id, title }) => ({ value: id, label: title })))
    const timer = setTimeout(() => ask('cases.links', { type, text }).then(take, () => take([])), 120)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [ask, type, text])
  return found
}

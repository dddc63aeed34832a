import { TreeSelect } from 'antd'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useHouse } from '../state/house.tsx'
import { unitTree } from '../state/unit-tree.ts'
import { type FieldProps, statusOf, textOf } from './field-props.ts'

/** A unit of the organisation, found by what is typed of its name; one that the person's post does not cover keeps its name. */
export function UnitField({ field, value, text, change, done, disabled, wrong, label }: FieldProps<'unit'>) {
  const { t } = useTranslation()
  const { units } = useHouse()
  const current = textOf(value)
  const tree = useMemo(() => {
    const known = unitTree(units)
    const isKnown = current === '' || units.some(unit => unit.id === current)
    return isKnown ? known : [...known, { value: current, title: text || current, children: [] }]
  }, [units, current, text])
  const [open, setOpen] = useState(false)
  return (
    <TreeSelect
      className="wide"
      aria-label={label}
      open={open}
      onOpenChange={setOpen}
      value={current || null}
      disabled={disabled}
      status={statusOf(wrong)}
      allowClear={!field.required}
      placeholder={t('field.choice')}
      treeData={tree}
      treeDefaultExpandAll
      popupMatchSelectWidth={280}
      showSearch={{ treeNodeFilterProp: 'title' }}
      onChange={(unit: string | null) => {
        change(unit ?? null)
        if (unit) done()
      }}
    />
  )
}

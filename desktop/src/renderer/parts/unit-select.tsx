import { TreeSelect } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useHouse } from '../state/house.tsx'
import { unitTree } from '../state/unit-tree.ts'

interface UnitSelectProps {
  value: string | undefined
  change(unit: string | undefined): void
  /** One must be chosen. */
  needed?: boolean
  /** What it is the unit of, where the page has several. */
  label?: string
}

/** A unit of the tree, with everything below it. */
export function UnitSelect({ value, change, needed, label }: UnitSelectProps) {
  const { t } = useTranslation()
  const { units } = useHouse()
  const tree = useMemo(() => unitTree(units), [units])
  return (
    <TreeSelect
      className="filter unit-select"
      allowClear={!needed}
      placeholder={label ?? t('list.unit')}
      aria-label={label ?? t('list.unit')}
      value={value ?? null}
      treeData={tree}
      treeDefaultExpandAll
      popupMatchSelectWidth={280}
      showSearch={{ treeNodeFilterProp: 'title' }}
      onChange={(unit: string | null) => change(unit ?? undefined)}
    />
  )
}

import { TreeSelect } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Unit } from '../../../../shared-types/src/model/person.ts'
import { useHouse } from '../state/house.tsx'

interface UnitSelectProps {
  value: string | undefined
  change(unit: string | undefined): void
  /** One must be chosen. */
  needed?: boolean
}

interface Node {
  value: string
  title: string
  children: Node[]
}

/** A unit of the tree, with everything below it. */
export function UnitSelect({ value, change, needed }: UnitSelectProps) {
  const { t } = useTranslation()
  const { units } = useHouse()
  const tree = useMemo(() => treeOf(units), [units])
  return (
    <TreeSelect
      className="filter unit-select"
      allowClear={!needed}
      placeholder={t('list.unit')}
      aria-label={t('list.unit')}
      value={value ?? null}
      treeData={tree}
      treeDefaultExpandAll
      popupMatchSelectWidth={280}
      showSearch={{ treeNodeFilterProp: 'title' }}
      onChange={(unit: string | null) => change(unit ?? undefined)}
    />
  )
}

function treeOf(units: readonly Unit[]): Node[] {
  const ids = new Set(units.map(unit => unit.id))
  const under = (parent: string | undefined, depth: number): Node[] =>
    units
      .filter(unit => (parent === undefined ? !unit.parent || !ids.has(unit.parent) : unit.parent === parent))
      .map(unit => ({ value: unit.id, title: unit.name, children: depth > 8 ? [] : under(unit.id, depth + 1) }))
  return under(undefined, 0)
}

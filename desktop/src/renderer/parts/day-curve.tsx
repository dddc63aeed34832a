import { useMemo } from 'react'
import type { RecordType } from '../../../../shared-types/src/model/record.ts'
import type { CaseView } from '../../api/cases.ts'
import { rowsOf } from '../fields/table.tsx'
import { useHouse } from '../state/house.tsx'
import { linesAcross } from '../state/lines-across.ts'
import { CountCurve } from './count-curve.tsx'

interface DayCurveProps {
  view: CaseView
  curve: NonNullable<RecordType['curve']>
}

/** The counts that a case holds, with its lines: why something was flagged, at one glance. */
export function DayCurve({ view, curve }: DayCurveProps) {
  const labels = useHouse().labels(view.type)
  const days = useMemo(() => daysOf(view, curve), [view, curve])
  const lines = useMemo(() => linesAcross(view, curve.lines), [view, curve])
  return (
    <CountCurve
      days={days}
      lines={lines}
      what={labels.column(curve.table, curve.count) ?? ''}
      label={labels.field(curve.table)}
    />
  )
}

function daysOf(view: CaseView, { table, day, count }: DayCurveProps['curve']) {
  const cell = view.sections.flatMap(section => section.cells).find(({ name }) => name === table)
  return rowsOf(cell?.value).map(row => [String(row[day] ?? ''), Number(row[count] ?? 0)] as const)
}

import { useMemo } from 'react'
import type { RecordType } from '../../../../shared-types/src/model/record.ts'
import type { CaseView, ViewCell } from '../../api/cases.ts'
import { rowsOf } from '../fields/table.tsx'
import { useHouse } from '../state/house.tsx'
import { Chart, type ChartOption } from './chart.tsx'

interface DayCurveProps {
  view: CaseView
  curve: NonNullable<RecordType['curve']>
}

/** Counts by day as bars, with the lines that they are measured by: why something was flagged, at one glance. */
export function DayCurve({ view, curve }: DayCurveProps) {
  const house = useHouse()
  const labels = house.labels(view.type)
  const cells = useMemo(() => new Map(view.sections.flatMap(s => s.cells).map(cell => [cell.name, cell])), [view])
  const option = useMemo((): ChartOption => {
    const days = rowsOf(cells.get(curve.table)?.value).map(row => [
      String(row[curve.day] ?? ''),
      Number(row[curve.count] ?? 0),
    ])
    return optionOf(
      days as [string, number][],
      linesOf(curve.lines, cells),
      labels.column(curve.table, curve.count) ?? '',
    )
  }, [cells, curve, labels])
  return <Chart option={option} height={220} label={labels.field(curve.table)} />
}

/** The lines that have a value, with their names. */
const linesOf = (names: readonly string[], cells: ReadonlyMap<string, ViewCell>): { name: string; at: number }[] =>
  names.flatMap(name => {
    const cell = cells.get(name)
    return typeof cell?.value === 'number' ? [{ name: cell.label, at: cell.value }] : []
  })

const COLOURS = ['#a86200', '#bd3124']

/** A round number with some room above the highest: no label is cut. */
function roundUp(highest: number): number {
  const top = Math.max(1, highest * 1.1)
  const step = Math.max(1, 10 ** Math.floor(Math.log10(top)) / 2)
  return Math.ceil(top / step) * step
}

function optionOf(days: [string, number][], lines: { name: string; at: number }[], what: string): ChartOption {
  return {
    animation: false,
    grid: { left: 48, right: 110, top: 18, bottom: 26 },
    tooltip: { trigger: 'axis' },
    // Month and day: the year stands in the table below.
    xAxis: { type: 'category', data: days.map(([day]) => day.slice(5)), axisTick: { alignWithLabel: true } },
    yAxis: { type: 'value', minInterval: 1, max: ({ max }) => roundUp(Math.max(max, ...lines.map(l => l.at))) },
    series: [
      {
        type: 'bar',
        name: what,
        data: days.map(([, count]) => count),
        itemStyle: { color: '#1a5da6' },
        barMaxWidth: 36,
        label: { show: days.length <= 31, position: 'top' },
        markLine: {
          symbol: 'none',
          silent: true,
          data: lines.map(({ name, at }, i) => ({
            yAxis: at,
            lineStyle: { color: COLOURS[i % COLOURS.length]!, type: 'dashed' as const, width: 2 },
            label: { formatter: `${name} ${at}`, color: COLOURS[i % COLOURS.length]!, position: 'end' as const },
          })),
        },
      },
    ],
  }
}

import { useMemo } from 'react'
import { Chart, type ChartOption } from './chart.tsx'

interface CountCurveProps {
  days: readonly (readonly [day: string, count: number])[]
  lines: readonly { name: string; at: number }[]
  /** What is counted, and what the whole shows. */
  what: string
  label: string
}

/** Counts by day as bars, with the lines that they are measured by. */
export function CountCurve({ days, lines, what, label }: CountCurveProps) {
  const option = useMemo(() => optionOf(days, lines, what), [days, lines, what])
  return <Chart option={option} height={220} label={label} />
}

const COLOURS = ['#a86200', '#bd3124']

/** A round number with some room above the highest: no label is cut. */
function roundUp(highest: number): number {
  const top = Math.max(1, highest * 1.1)
  const step = Math.max(1, 10 ** Math.floor(Math.log10(top)) / 2)
  return Math.ceil(top / step) * step
}

function optionOf(days: CountCurveProps['days'], lines: CountCurveProps['lines'], what: string): ChartOption {
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

import { BarChart, type BarSeriesOption } from 'echarts/charts'
import {
  GridComponent,
  type GridComponentOption,
  MarkLineComponent,
  type MarkLineComponentOption,
  TooltipComponent,
  type TooltipComponentOption,
} from 'echarts/components'
import { type ComposeOption, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

export type ChartOption = ComposeOption<
  BarSeriesOption | GridComponentOption | MarkLineComponentOption | TooltipComponentOption
>

use([BarChart, GridComponent, MarkLineComponent, TooltipComponent, CanvasRenderer])

interface ChartProps {
  option: ChartOption
  /** px */
  height: number
  /** What it shows, for those who do not see it; the figures themselves stand in a table beside it. */
  label: string
}

/** A drawing of figures as wide as its place. */
export function Chart({ option, height, label }: ChartProps) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current
    if (!element) return
    const chart = init(element)
    chart.setOption({ textStyle: { fontFamily: getComputedStyle(element).fontFamily }, ...option })
    const resized = new ResizeObserver(() => chart.resize())
    resized.observe(element)
    return () => {
      resized.disconnect()
      chart.dispose()
    }
  }, [option])
  return <div ref={place} role="img" aria-label={label} style={{ height }} />
}

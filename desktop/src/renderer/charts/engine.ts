import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer])

/** Begins a chart in an element. Only the kinds above are there. */
export const begin = (element: HTMLElement) => init(element, null, { renderer: 'svg' })

export type Engine = ReturnType<typeof begin>

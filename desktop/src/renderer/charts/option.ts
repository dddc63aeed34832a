import type { DashboardTile } from '../../api/dashboard.ts'
import { FONTS } from '../theme.ts'
import { seriesOf } from './series.ts'

/** How large and on which ground a chart is drawn. */
export interface ChartStyle {
  size: number
  ink: string
  line: string
}

export const AT_DESK: ChartStyle = { size: 12, ink: '#1c2733', line: '#d7dee6' }
/** Read from across the room: larger on a larger screen. */
export const onWall = (width: number): ChartStyle => ({
  size: Math.max(13, Math.round(width / 100)),
  ink: '#dbe6f2',
  line: '#2b5480',
})

/** Blue, amber, red: also the order of the levels of an alert. */
const COLOURS = ['#4b93dd', '#e0a030', '#dd5246', '#5aa874', '#8b7fc7', '#8694a3']

/** A tile as ECharts draws it: a line over the days, or bars that lie, each parted where the tile says so. */
export function optionOf(tile: DashboardTile, { size, ink, line }: ChartStyle) {
  const { labels, series } = seriesOf(tile)
  const isTrend = tile.show === 'trend'
  const text = { color: ink, fontSize: size, fontFamily: FONTS }
  const names = {
    type: 'category' as const,
    data: isTrend ? labels.map(day => day.slice(5)) : labels,
    axisLabel: { ...text, hideOverlap: true, ...(!isTrend && { width: size * 11, overflow: 'truncate' as const }) },
    axisTick: { show: false },
    axisLine: { lineStyle: { color: line } },
    ...(!isTrend && { inverse: true }),
  }
  const counts = {
    type: 'value' as const,
    minInterval: 1,
    axisLabel: text,
    splitLine: { lineStyle: { color: line } },
  }
  return {
    animation: false,
    color: COLOURS,
    textStyle: text,
    aria: { enabled: true },
    tooltip: { trigger: 'item' as const, confine: true },
    ...(series.length > 1 && { legend: { top: 0, textStyle: text, itemWidth: size, itemHeight: size } }),
    grid: {
      left: 4,
      right: size * 2,
      top: series.length > 1 ? size * 2.4 : size,
      bottom: 2,
      outerBoundsMode: 'same' as const,
    },
    xAxis: isTrend ? names : counts,
    yAxis: isTrend ? counts : names,
    series: series.map(({ name, points }) => ({
      name,
      type: isTrend ? ('line' as const) : ('bar' as const),
      data: points.map(point => point?.count ?? (isTrend ? 0 : '-')),
      ...(isTrend
        ? { showAllSymbol: true, symbolSize: size * 0.5, areaStyle: { opacity: 0.15 } }
        : { stack: 'all', barMaxWidth: size * 2 }),
      cursor: 'pointer',
    })),
  }
}

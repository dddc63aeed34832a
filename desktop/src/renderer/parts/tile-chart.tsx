import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DashboardPoint, DashboardTile } from '../../api/dashboard.ts'
import type { Engine } from '../charts/engine.ts'
import { AT_DESK, type ChartStyle, optionOf } from '../charts/option.ts'
import { seriesOf } from '../charts/series.ts'

interface TileChartProps {
  tile: DashboardTile
  style?: ChartStyle
  /** Absent where a chart is only looked at. */
  open?: (point: DashboardPoint) => void
}

/** Bars or a line. A click opens what lies behind a point; so do the arrow keys and Enter. */
export function TileChart({ tile, style = AT_DESK, open }: TileChartProps) {
  const { t } = useTranslation()
  const { area, engine } = useEngine()
  const { series } = seriesOf(tile)
  const reached = series.flatMap((one, seriesIndex) =>
    one.points.flatMap((point, dataIndex) => (point?.count ? [{ point, seriesIndex, dataIndex }] : [])),
  )
  const [at, setAt] = useState(-1)
  useEffect(() => {
    if (!engine) return
    engine.setOption(optionOf(tile, style), { notMerge: true })
    const click = ({ seriesIndex = 0, dataIndex }: { seriesIndex?: number; dataIndex: number }) => {
      const point = seriesOf(tile).series[seriesIndex]?.points[dataIndex]
      if (point) open?.(point)
    }
    engine.on('click', click as never)
    return () => void (engine.isDisposed() || engine.off('click', click as never))
  }, [engine, tile, style, open])
  const press = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    const chosen = reached[at]
    if (event.key === 'Enter' && chosen) open?.(chosen.point)
    if (step && reached.length) {
      const next = Math.max(0, Math.min(reached.length - 1, at + step))
      const { seriesIndex, dataIndex } = reached[next]!
      setAt(next)
      engine?.dispatchAction({ type: 'showTip', seriesIndex, dataIndex })
    }
    if (step || event.key === 'Enter') event.preventDefault()
  }
  const chosen = reached[at]?.point
  const name = t('dashboard.keys', { label: tile.label, total: tile.total })
  if (!open) return <div className="tile-chart" ref={area} role="img" aria-label={tile.label} />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys go from point to point
    <section className="tile-keys" tabIndex={0} aria-label={name} onKeyDown={press} onBlur={() => setAt(-1)}>
      <div className="tile-chart" ref={area} />
      <output className="tile-said">
        {chosen ? [chosen.label, chosen.part, chosen.count].filter(part => part !== undefined).join(' · ') : ''}
      </output>
    </section>
  )
}

/** The chart of an element, fetched when the first one is shown, and as large as its element. */
function useEngine() {
  const area = useRef<HTMLDivElement>(null)
  const [engine, setEngine] = useState<Engine>()
  useEffect(() => {
    const element = area.current
    if (!element) return
    const held: { engine?: Engine; gone?: true } = {}
    const watcher = new ResizeObserver(() => held.engine?.resize())
    void import('../charts/engine.ts').then(({ begin }) => {
      if (held.gone) return
      held.engine = begin(element)
      watcher.observe(element)
      setEngine(held.engine)
    })
    return () => {
      held.gone = true
      watcher.disconnect()
      held.engine?.dispose()
    }
  }, [])
  return { area, engine }
}

import { useTranslation } from 'react-i18next'
import type { DashboardPoint, DashboardTile } from '../../api/dashboard.ts'

interface TileRankingProps {
  tile: DashboardTile
  open?: (point: DashboardPoint) => void
}

/** Units by their counts, the largest first; each leads to its cases. */
export function TileRanking({ tile: { points }, open }: TileRankingProps) {
  const { t } = useTranslation()
  const most = Math.max(1, ...points.map(({ count }) => count))
  return (
    <ol className="tile-ranking">
      {points.map((point, n) => {
        const line = (
          <>
            <b className="faint">{n + 1}</b>
            <span className="ellipsis" title={point.label}>
              {point.label}
            </span>
            <i style={{ width: `${(point.count / most) * 100}%` }} />
            <strong>{point.count}</strong>
          </>
        )
        return (
          <li key={point.label}>
            {open ? (
              <button
                type="button"
                aria-label={t('dashboard.open', { label: point.label, count: point.count })}
                onClick={() => open(point)}
              >
                {line}
              </button>
            ) : (
              <div>{line}</div>
            )}
          </li>
        )
      })}
    </ol>
  )
}

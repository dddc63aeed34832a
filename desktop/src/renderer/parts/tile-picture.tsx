import { useTranslation } from 'react-i18next'
import type { DashboardPoint, DashboardTile } from '../../api/dashboard.ts'
import type { ChartStyle } from '../charts/option.ts'
import { TileChart } from './tile-chart.tsx'
import { TileRanking } from './tile-ranking.tsx'

interface TilePictureProps {
  tile: DashboardTile
  style: ChartStyle
  open?: (point: DashboardPoint) => void
}

/** One tile with its heading, as whatever it shows. */
export function TilePicture({ tile, style, open }: TilePictureProps) {
  const { t } = useTranslation()
  return (
    <section className={`tile ${tile.show}`}>
      <h3>
        {tile.label} <small className="faint">{tile.total}</small>
      </h3>
      {tile.total === 0 ? (
        <p className="faint tile-none">{t('dashboard.none')}</p>
      ) : tile.show === 'ranking' ? (
        <TileRanking tile={tile} {...(open && { open })} />
      ) : (
        <TileChart tile={tile} style={style} {...(open && { open })} />
      )}
    </section>
  )
}

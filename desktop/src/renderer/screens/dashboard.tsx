import { DesktopOutlined } from '@ant-design/icons'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { DashboardPoint, DashboardTile, TileQuery } from '../../api/dashboard.ts'
import { AT_DESK } from '../charts/option.ts'
import { Clock } from '../parts/clock.tsx'
import { type Drill, DrillRows } from '../parts/drill-rows.tsx'
import { EmptyNote } from '../parts/empty-note.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { KeyButton } from '../parts/key-button.tsx'
import { PageHead } from '../parts/page-head.tsx'
import { TilePicture } from '../parts/tile-picture.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useAsk } from '../state/client-context.ts'
import { useSession } from '../state/session.tsx'
import { useDashboard } from '../state/use-dashboard.ts'
import { useKept } from '../state/use-kept.ts'

/** 工作台: how things stand, each number leading to the cases behind it. */
export function DashboardScreen() {
  const { t } = useTranslation()
  const { answer, failure, reload } = useDashboard()
  const [{ drill }, put] = useKept<{ drill?: Drill | undefined }>({})
  const show = useCallback((title: string, query: TileQuery) => put({ drill: { title, query } }), [put])
  if (failure && !answer) return <FailureNote failure={failure} again={reload} />
  if (!answer) return <Waiting page text={t('wait.counting')} />
  const counts = answer.tiles.filter(tile => tile.show === 'count')
  const pictures = answer.tiles.filter(tile => tile.show !== 'count')
  return (
    <div className="page dashboard">
      <PageHead title={t('dashboard.title')}>
        <span className="faint dashboard-at">
          {answer.day} <Clock at={answer.at} />
        </span>
        <ToWall />
      </PageHead>
      {answer.tiles.length === 0 && <EmptyNote text={t('dashboard.empty')} />}
      <div className="dashboard-counts">
        {counts.map(tile => (
          <CountTile key={`${tile.domain} ${tile.name}`} tile={tile} show={show} />
        ))}
      </div>
      <div className="dashboard-tiles">
        {pictures.map(tile => (
          <OpenTile key={`${tile.domain} ${tile.name}`} tile={tile} show={show} />
        ))}
      </div>
      {drill && <DrillRows drill={drill} close={() => put({ drill: undefined })} />}
    </div>
  )
}

interface TileProps {
  tile: DashboardTile
  show(title: string, query: TileQuery): void
}

function CountTile({ tile, show }: TileProps) {
  return (
    <button
      type="button"
      className={tile.total > 0 ? 'queue-card' : 'queue-card none'}
      onClick={() => show(tile.label, tile.query)}
    >
      <strong>{tile.total}</strong>
      <span>
        {tile.label}
        <small className="faint">{tile.group}</small>
      </span>
    </button>
  )
}

function OpenTile({ tile, show }: TileProps) {
  const open = useCallback(
    ({ label, part, query }: DashboardPoint) =>
      show([tile.label, label, part].filter(text => text !== undefined).join(' · '), query),
    [tile.label, show],
  )
  return <TilePicture tile={tile} style={AT_DESK} open={open} />
}

/** Fills the screen where the browser lets it; the counts hang there either way. */
function ToWall() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { take } = useSession()
  const hang = async () => {
    await document.documentElement.requestFullscreen?.().catch(() => undefined)
    take(await ask('dashboard.wall', { on: true }))
  }
  return (
    <KeyButton hotkey="W" icon={<DesktopOutlined />} onClick={() => void hang()}>
      {t('dashboard.wall')}
    </KeyButton>
  )
}

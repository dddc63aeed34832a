import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { onWall } from '../charts/option.ts'
import { Clock } from '../parts/clock.tsx'
import { FailureNote } from '../parts/failure-note.tsx'
import { TilePicture } from '../parts/tile-picture.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useAsk } from '../state/client-context.ts'
import { useSession, useSessionState } from '../state/session.tsx'
import { useDashboard } from '../state/use-dashboard.ts'

/** The counts on the wall: large, by themselves, leading nowhere. W or Esc takes them down, to the lock when that has fallen. */
export function WallScreen() {
  const { t } = useTranslation()
  const ask = useAsk()
  const { take } = useSession()
  const { deployment, post } = useSessionState()
  const { answer, failure, reload } = useDashboard()
  const leave = async () => {
    if (document.fullscreenElement) await document.exitFullscreen().catch(() => undefined)
    take(await ask('dashboard.wall', { on: false }))
  }
  useEffect(() => {
    const press = ({ key }: KeyboardEvent) => void ((key === 'Escape' || key.toUpperCase() === 'W') && leave())
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })
  const tiles = answer?.tiles ?? []
  const style = useMemo(() => onWall(window.innerWidth), [])
  return (
    <main className="wall">
      <header>
        <h1>
          {deployment} · {post?.unitName}
        </h1>
        {answer && (
          <span>
            {answer.day} <Clock at={answer.at} />
          </span>
        )}
        <button type="button" onClick={() => void leave()}>
          {t('dashboard.leave')} <kbd>W</kbd>
        </button>
      </header>
      {failure && <FailureNote failure={failure} again={reload} inline />}
      {!answer && !failure && <Waiting text={t('wait.counting')} />}
      <div className="wall-counts">
        {tiles
          .filter(tile => tile.show === 'count')
          .map(tile => (
            <div key={`${tile.domain} ${tile.name}`}>
              <strong>{tile.total}</strong>
              <span>{tile.label}</span>
            </div>
          ))}
      </div>
      <div className="dashboard-tiles">
        {tiles
          .filter(tile => tile.show !== 'count')
          .map(tile => (
            <TilePicture key={`${tile.domain} ${tile.name}`} tile={tile} style={style} />
          ))}
      </div>
    </main>
  )
}

import { useTranslation } from 'react-i18next'
import type { Said } from '../../api/inbox.ts'
import { Clock } from './clock.tsx'
import { FileTile } from './file-tile.tsx'

/** Who said it, where and when, with the papers that lay before them. */
export function SaidBy({ said, label }: { said: Said; label: string }) {
  const { t } = useTranslation()
  return (
    <div className="said-by faint">
      <span>
        {said.by} · {said.unitName} · {said.station}
      </span>
      <Clock at={said.at} />
      {said.papers.length > 0 && (
        <div className="files-row">
          {t('inbox.papers')}
          {said.papers.map(hash => (
            <FileTile key={hash} hash={hash} label={label} />
          ))}
        </div>
      )}
    </div>
  )
}

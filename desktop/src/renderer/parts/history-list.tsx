import { useTranslation } from 'react-i18next'
import type { HistoryLine } from '../../api/cases.ts'
import { Clock } from './clock.tsx'

/** Who did what, when, where, what changed, and what the centre said to it; newest first. */
export function HistoryList({ lines }: { lines: readonly HistoryLine[] }) {
  const { t } = useTranslation()
  if (lines.length === 0) return <p className="faint">{t('history.none')}</p>
  return (
    <ol className="history">
      {lines.map(line => (
        <HistoryItem key={line.id} line={line} />
      ))}
    </ol>
  )
}

const TONES = { waiting: 'wait', accepted: 'good', refused: 'bad' } as const

function HistoryItem({ line }: { line: HistoryLine }) {
  const { t } = useTranslation()
  return (
    <li className={`history-line tone-edge-${TONES[line.verdict]}`}>
      <div className="history-head">
        <b>{line.actText}</b>
        <span>{line.by}</span>
        <span className="faint">
          {line.unitName} · {line.station}
        </span>
        <span className="grow" />
        <Clock at={line.at} />
        {line.clock && <span className="tone-wait">{t('history.clock')}</span>}
        <span className={`tone-${TONES[line.verdict]}`}>{t(`history.${line.verdict}`)}</span>
      </div>
      {line.problems.map(problem => (
        <p key={problem.text} className="tone-bad">
          {problem.text}
        </p>
      ))}
      {line.changes.length > 0 && (
        <dl className="history-changes">
          {line.changes.map(({ field, label, text }) => (
            <div key={field}>
              <dt>{label}</dt>
              <dd title={text}>{text || t('history.emptied')}</dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  )
}

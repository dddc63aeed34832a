import { Alert } from 'antd'
import { useTranslation } from 'react-i18next'
import type { HeldNumbers } from '../../api/stations.ts'

interface StationEndNoteProps {
  name: string
  numbers: readonly HeldNumbers[]
  close(): void
}

/** What became of the numbers of a window that was just ended: what the centre knows nothing of stays with it. */
export function StationEndNote({ name, numbers, close }: StationEndNoteProps) {
  const { t } = useTranslation()
  return (
    <Alert
      className="station-note"
      type="success"
      role="status"
      closable={{ onClose: close }}
      title={t('stations.endedNow', { name })}
      description={
        numbers.length === 0 ? (
          t('stations.noNumbers')
        ) : (
          <ul>
            {numbers.map(({ id, label, year, from, to, known, open }) => (
              <li key={id}>{t('stations.numbers', { label, year, from, to, known, open })}</li>
            ))}
          </ul>
        )
      }
    />
  )
}

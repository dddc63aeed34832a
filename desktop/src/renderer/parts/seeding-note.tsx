import { Progress } from 'antd'
import { useTranslation } from 'react-i18next'
import { useStatus } from '../state/status.tsx'

/** How far the first synchronisation of a new window has come. */
export function SeedingNote() {
  const { t } = useTranslation()
  const seeding = useStatus()?.seeding
  if (!seeding) return null
  const { done, total } = seeding
  return (
    <div className="seeding" role="status">
      <span>{t('status.seeding', { done, total })}</span>
      <Progress percent={total ? Math.floor((done / total) * 100) : 0} size="small" status="active" />
    </div>
  )
}

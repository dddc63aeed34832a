import { Progress } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface WaitingProps {
  /** Fills the page instead of a line. */
  page?: boolean
  text?: string
  done?: number
  total?: number
}

/** How long something may take before anybody is told that it takes long, ms. */
const PATIENCE = 600

/** Says that something is under way, once it takes longer than a moment. */
export function Waiting({ page, text, done, total }: WaitingProps) {
  const { t } = useTranslation()
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE)
    return () => clearTimeout(timer)
  }, [])
  if (!late) return <div className={page ? 'waiting page' : 'waiting'} />
  return (
    <div className={page ? 'waiting page' : 'waiting'} role="status">
      <span>{text ?? t('wait.reading')}</span>
      {total ? (
        <Progress percent={Math.floor(((done ?? 0) / total) * 100)} size="small" />
      ) : (
        <div className="waiting-line" />
      )}
    </div>
  )
}

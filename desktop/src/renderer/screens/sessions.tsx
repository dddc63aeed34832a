import { useTranslation } from 'react-i18next'
import { PageHead } from '../parts/page-head.tsx'
import { RevealBursts } from '../parts/reveal-bursts.tsx'
import { SessionTable } from '../parts/session-table.tsx'

/** 会话: for the security officer, who is signed in where. */
export function SessionsScreen() {
  const { t } = useTranslation()
  return (
    <div className="page">
      <PageHead title={t('sessions.title')} />
      <p className="faint">{t('sessions.hint')}</p>
      <SessionTable whose="all" />
      <RevealBursts />
    </div>
  )
}

import { useTranslation } from 'react-i18next'
import { useConnection } from '../state/client-context.ts'
import { useSession } from '../state/session.tsx'

/** Says loudly when the core cannot be reached; what is typed stays where it is. */
export function ConnectionBanner() {
  const { t } = useTranslation()
  const connection = useConnection()
  const { state } = useSession()
  if (connection === 'open' || connection === 'connecting') return null
  return (
    <div className="connection-banner" role="alert">
      {state?.place ? t('dashboard.lost') : t(`connection.${connection}`)}
    </div>
  )
}

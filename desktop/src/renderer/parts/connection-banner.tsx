import { useTranslation } from 'react-i18next'
import { useConnection } from '../state/client-context.ts'

/** Says loudly when the core cannot be reached; what is typed stays where it is. */
export function ConnectionBanner() {
  const { t } = useTranslation()
  const connection = useConnection()
  if (connection === 'open' || connection === 'connecting') return null
  return (
    <div className="connection-banner" role="alert">
      {t(`connection.${connection}`)}
    </div>
  )
}

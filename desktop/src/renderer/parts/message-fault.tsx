import { useTranslation } from 'react-i18next'
import type { MessageFault as Fault } from '../../../../shared-types/src/protocol-messages.ts'

/** Why a message did not go out, or why nobody knows. */
export function MessageFault({ why, detail = '' }: { why: Fault; detail?: string | undefined }) {
  const { t } = useTranslation()
  return <span>{t(`messages.fault.${why}`, { detail })}</span>
}

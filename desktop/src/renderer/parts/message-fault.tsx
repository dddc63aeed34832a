import { useTranslation } from 'react-i18next'
import type { MessagesView } from '../../api/messages.ts'

type Fault = NonNullable<MessagesView['unsent'][number]['why']>

/** Why a message did not go out, or why nobody knows. */
export function MessageFault({ why, detail = '' }: { why: Fault; detail?: string | undefined }) {
  const { t } = useTranslation()
  return <span>{t(`messages.fault.${why}`, { detail })}</span>
}

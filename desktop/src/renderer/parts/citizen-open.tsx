import { DesktopOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiFailure } from '../../api.ts'
import { toFailure } from '../failure.ts'
import { useAsk } from '../state/client-context.ts'

/** Opens the screen that is turned to the citizen: on the second display, or as a tab that is drawn over there. */
export function CitizenOpen() {
  const { t } = useTranslation()
  const ask = useAsk()
  const [failure, setFailure] = useState<ApiFailure>()
  const open = () =>
    ask('citizen.open', {}).then(
      // Without an opener the tab gets nothing of what this one keeps.
      ({ url }) => void (url && window.open(url, '_blank', 'noopener')),
      thrown => setFailure(toFailure(thrown, t('failure.broken'))),
    )
  return (
    <button type="button" className={failure ? 'tone-bad' : 'faint'} title={failure?.text} onClick={() => void open()}>
      <DesktopOutlined /> {t('citizen.open')}
    </button>
  )
}

import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionState } from '../../api/session.ts'
import { GatePage } from '../parts/gate-page.tsx'
import { KeyButton } from '../parts/key-button.tsx'

interface RecoveryScreenProps {
  state: SessionState
  codes: readonly string[]
  noted(): void
}

/** The codes that open without the authenticator: shown once, and gone when they were noted. */
export function RecoveryScreen({ state, codes, noted }: RecoveryScreenProps) {
  const { t } = useTranslation()
  // Whoever signed in with Enter must not skip this with the same stroke.
  const [shownAt] = useState(() => Date.now())
  return (
    <GatePage title={t('recovery.title')} place={state.station?.name ?? ''} unit={state.station?.unitName ?? ''}>
      <p>{t('recovery.hint')}</p>
      <ul className="recovery-codes mono">
        {codes.map(code => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <span>
        <KeyButton type="primary" size="large" autoFocus onClick={() => Date.now() - shownAt > 800 && noted()}>
          {t('recovery.noted')}
        </KeyButton>
      </span>
    </GatePage>
  )
}

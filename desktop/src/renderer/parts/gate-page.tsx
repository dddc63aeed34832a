import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../state/session.tsx'
import { LanguageChoice } from './station-settings.tsx'

interface GatePageProps {
  title: string
  place: string
  unit: string
  children: ReactNode
}

/** The page before anybody is signed in: which window this is at the left, what to enter at the right. */
export function GatePage({ title, place, unit, children }: GatePageProps) {
  const { t } = useTranslation()
  const { state } = useSession()
  return (
    <div className="gate">
      <div className="gate-brand">
        <h1>{t('product')}</h1>
        <p>{state?.deployment}</p>
        <p className="gate-place">{unit}</p>
        <p className="gate-place">{place}</p>
        <span className="grow" />
        <small>{state?.version}</small>
      </div>
      <main className="gate-main">
        <header>
          <h2>{title}</h2>
          <span className="grow" />
          <LanguageChoice />
        </header>
        {children}
      </main>
    </div>
  )
}

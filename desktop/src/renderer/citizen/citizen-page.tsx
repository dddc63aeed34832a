import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DEFAULT_ZONE } from '../../../../shared-types/src/engine/day.ts'
import { useConnection } from '../state/client-context.ts'
import { Confirm } from './confirm.tsx'
import { Rate } from './rate.tsx'
import { useScreen } from './use-screen.ts'

/** How long thanks stand, ms. */
const THANKS = 4000

/** The screen that is turned to the citizen. */
export function CitizenPage() {
  const { t } = useTranslation()
  const { screen, reload } = useScreen()
  const [thanks, setThanks] = useState<string>()
  useEffect(() => {
    if (!thanks) return
    const timer = setTimeout(() => setThanks(undefined), THANKS)
    return () => clearTimeout(timer)
  }, [thanks])
  const done = (text: string) => {
    setThanks(text)
    reload()
  }
  const unit = screen?.unit || t('product')
  if (screen?.state === 'confirm')
    return <Confirm key={screen.ask} screen={screen} done={() => done(t('citizen.thanks'))} reload={reload} />
  if (screen?.state === 'rate')
    return (
      <Rate key={screen.ask} screen={screen} done={rated => done(rated ? t('citizen.rated') : '')} reload={reload} />
    )
  return <WaitingPicture unit={unit} text={thanks} />
}

/** Whose counter this is, and the time. */
function WaitingPicture({ unit, text }: { unit: string; text: string | undefined }) {
  const { t, i18n } = useTranslation()
  const expired = useConnection() === 'expired'
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 1000)
    return () => clearInterval(timer)
  }, [])
  // As the desk tells it, whatever zone this computer thinks it is in.
  const told = (parts: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(i18n.language, { ...parts, timeZone: DEFAULT_ZONE }).format(now)
  return (
    <main className="citizen citizen-waiting">
      <h1>{unit}</h1>
      <p className="citizen-clock">{told({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}</p>
      <p className="citizen-day">{told({ year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' })}</p>
      <p className="citizen-said" role="status">
        {expired ? t('citizen.expired') : (text ?? t('citizen.welcome'))}
      </p>
    </main>
  )
}
